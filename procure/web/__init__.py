"""What every page needs: locks, refusals as pages, forms, words. The only shared Flask."""
