"""What kind of day it is: days off and working days by place, working hours, time zones.

National days come from a library; whoever is responsible corrects them, because governments change their minds.
"""
