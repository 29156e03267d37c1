"""Who is told of a referral's answer or a booked meeting, at which address, and a last look before it goes."""
