"""Pictures of the page, each a still SVG layer and one that moves with a slider."""
