"""What every room needs: the nouns of the model, settings as values, git, texts, processes."""
