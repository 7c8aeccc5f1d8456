"""Floor 4: reads files that come from outside, in a process of its own and within limits.

What is read here may have been made by anybody. `apart` starts the process and never looks into the file;
everything else in this package runs in that process, which has neither the database nor its address.
"""
