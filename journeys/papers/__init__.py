"""What is printed: laid by typst into a PDF that a screen reader can read."""
