"""Composition of the application and its process: services, routes, request pipeline, workers."""
