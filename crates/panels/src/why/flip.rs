//! What would change the network's mind: the smallest rubbing-out and the smallest added stroke, of those tried, that make
//! it read another digit. `edit` says what is tried, `search` tries it, in slices.

pub mod edit;
pub mod scene;
pub mod search;
