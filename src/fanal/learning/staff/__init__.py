"""Staff who learn: the card that they link to their own account, and the clearances that their courses give."""
