"""What the browser gets: pages, texts, styles, the static build."""
