"""What other programs make of our files. Each test says plainly when the program is not there."""
