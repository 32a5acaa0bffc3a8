"""Composition of the application and its process: services, routes, the pipeline of a request, workers."""
