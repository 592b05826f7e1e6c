//! What the strongest colours of a picture stand for, in words.

use crate::number;
use crate::palette::Palette;

/// For a scale that ends at its largest value: `darkest: ±6.30, the strongest weight in this layer`.
pub fn darkest(palette: &Palette, limit: f32, whose: &str) -> String {
    darkest_at(palette, &["±", &number::fixed(limit, 2), ", ", whose].concat(), false)
}

/// With the limit in words. `goes_on`: whether values beyond it have the same colour, `darkest from ±0.36`.
pub fn darkest_at(palette: &Palette, limit: &str, goes_on: bool) -> String {
    [strongest(palette), if goes_on { " from " } else { ": " }, limit].concat()
}

/// `darkest`; on a dark ground the strongest colours are the brightest.
pub fn strongest(palette: &Palette) -> &'static str {
    if palette.is_dark() { "brightest" } else { "darkest" }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::test_support::shipped;

    #[test]
    fn the_strongest_colour_is_the_darkest_except_on_a_dark_ground() {
        for (theme, word) in [("light", "darkest"), ("projector", "darkest"), ("dark", "brightest")] {
            let palette = shipped(theme);
            let text = darkest(&palette, 6.299, "its strongest weight");
            assert_eq!(text, format!("{word}: ±6.30, its strongest weight"));
            assert_eq!(darkest_at(&palette, "±0.36", true), format!("{word} from ±0.36"));
        }
    }
}
