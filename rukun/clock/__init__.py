"""What time demands: jobs with an interval, run by one runner at a time, caught up after being off."""
