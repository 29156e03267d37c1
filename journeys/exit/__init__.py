"""The exit document of a journey: drafted from what the journey holds, finished in editions, handed over."""
