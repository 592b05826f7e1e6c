//! What the strongest colours of a picture stand for, in words.

use crate::number;

/// For a scale that ends at its largest value: `full colour at ±6.30, the strongest weight in this layer`.
pub fn full_colour(limit: f32, whose: &str) -> String {
    full_colour_at(&["±", &number::fixed(limit, 2), ", ", whose].concat(), false)
}

/// With the limit in words. `goes_on`: whether values beyond it have the same colour, `full colour from ±0.36`.
pub fn full_colour_at(limit: &str, goes_on: bool) -> String {
    [if goes_on { "full colour from " } else { "full colour at " }, limit].concat()
}
