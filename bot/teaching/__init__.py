"""From a miss to knowledge: what an editor wants to change, what would come of it, and the change kept or undone."""
