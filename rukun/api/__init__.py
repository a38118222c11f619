"""``/api/v1``: the rooms' routers under one roof, with an OpenAPI document and a page to read it."""
