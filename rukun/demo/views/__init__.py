"""Pages and addresses that exist in demo mode only."""
