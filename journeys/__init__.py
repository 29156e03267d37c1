"""The product: people, cases, pages and commands, on top of `workflows` and `notifications`."""
