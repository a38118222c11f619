"""What is known of messages without a database: how channels write them, lengths, hours, waiting."""
