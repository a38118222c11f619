"""Lists of people that come as a file: reading it, and checking each row before anything is done."""
