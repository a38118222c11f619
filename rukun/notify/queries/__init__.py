"""What pages and programs are told of messages: numbers of channels, and somebody's own wishes."""
