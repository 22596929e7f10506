"""The main job told as a story: real apps in their own processes, real clicks, real HTTP, a simulated printer."""
