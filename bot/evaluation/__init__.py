"""Labelled questions -> a report of how often the bot is right, wrong, unsure and silent, and how far its confidence goes."""
