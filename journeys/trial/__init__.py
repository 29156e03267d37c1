"""Look before you leap: a programme with invented people in it, before anybody is in it (`farled programme try`)."""
