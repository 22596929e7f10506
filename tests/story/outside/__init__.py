"""Playing a program from outside, as a person would: with eyes, a pointer and a keyboard, and nothing inside it.

Linux only. The eyes are the accessibility tree that a screen reader is given (AT-SPI), the hands are events of the X
server, and the program, on a screen and a message bus of its own, cannot tell them from a person's.
"""
