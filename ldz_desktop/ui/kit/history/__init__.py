"""Actions of the journal on screen: listed with what they changed, each to be taken back."""
