"""Fits the weights that faqbot ships in `ranker.json` (`python -m bot.training --help`). The bot itself never imports this."""
