"""The desk: pages by what people do. Server-rendered; everything works without JavaScript."""
