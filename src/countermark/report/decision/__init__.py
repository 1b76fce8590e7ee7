"""What a policy or an approved audit says to an audit, for people and for programs."""
