//! Colour arithmetic: mixing in OKLab and WCAG contrast. The themes' colours are defined in the page's style sheet and
//! read by `palette`.

/// An opaque sRGB colour with 8 bits per channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rgb(pub u8, pub u8, pub u8);

impl Rgb {
    /// Parses `#rrggbb`, ignoring surrounding white space.
    pub fn from_hex(text: &str) -> Option<Rgb> {
        let digits = text.trim().strip_prefix('#')?;
        if digits.len() != 6 || !digits.is_ascii() {
            return None;
        }
        let channel = |at: usize| u8::from_str_radix(&digits[at..at + 2], 16).ok();
        Some(Rgb(channel(0)?, channel(2)?, channel(4)?))
    }

    /// Formats as `#rrggbb`.
    pub fn to_hex(self) -> String {
        let mut text = String::with_capacity(7);
        text.push('#');
        for channel in [self.0, self.1, self.2] {
            for nibble in [channel >> 4, channel & 15] {
                text.push(char::from_digit(u32::from(nibble), 16).unwrap_or('0'));
            }
        }
        text
    }

    /// Mixes two colours: `self` at a `share` of 0, `other` at 1 (clamped). Interpolates linearly in OKLab, so that
    /// steps look even (Ottosson 2020, <https://bottosson.github.io/posts/oklab/>).
    pub fn mix(self, other: Rgb, share: f32) -> Rgb {
        let share = if share.is_finite() { share.clamp(0.0, 1.0) } else { 0.0 };
        if share == 0.0 {
            return self;
        }
        let (from, to) = (self.to_oklab(), other.to_oklab());
        Rgb::from_oklab(std::array::from_fn(|i| from[i] + (to[i] - from[i]) * share))
    }

    /// The contrast ratio to `other`, from 1 to 21 (WCAG 2.2).
    pub fn contrast(self, other: Rgb) -> f32 {
        let (a, b) = (self.luminance(), other.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    /// The candidate with the higher contrast to `self`.
    pub fn clearer_of(self, one: Rgb, other: Rgb) -> Rgb {
        if self.contrast(one) >= self.contrast(other) { one } else { other }
    }

    pub(crate) fn luminance(self) -> f32 {
        let [r, g, b] = self.to_linear();
        0.2126 * r + 0.7152 * g + 0.0722 * b
    }

    fn to_linear(self) -> [f32; 3] {
        [self.0, self.1, self.2].map(|channel| {
            let value = f32::from(channel) / 255.0;
            if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        })
    }

    fn to_oklab(self) -> [f32; 3] {
        let [r, g, b] = self.to_linear();
        let l = (0.412_221_46 * r + 0.536_332_55 * g + 0.051_445_995 * b).cbrt();
        let m = (0.211_903_5 * r + 0.680_699_5 * g + 0.107_396_96 * b).cbrt();
        let s = (0.088_302_46 * r + 0.281_718_85 * g + 0.629_978_7 * b).cbrt();
        [
            0.210_454_26 * l + 0.793_617_8 * m - 0.004_072_047 * s,
            1.977_998_5 * l - 2.428_592_2 * m + 0.450_593_7 * s,
            0.025_904_037 * l + 0.782_771_77 * m - 0.808_675_77 * s,
        ]
    }

    fn from_oklab([lightness, a, b]: [f32; 3]) -> Rgb {
        let l = (lightness + 0.396_337_78 * a + 0.215_803_76 * b).powi(3);
        let m = (lightness - 0.105_561_346 * a - 0.063_854_17 * b).powi(3);
        let s = (lightness - 0.089_484_18 * a - 1.291_485_5 * b).powi(3);
        let channel = |linear: f32| {
            let value =
                if linear <= 0.003_130_8 { 12.92 * linear } else { 1.055 * linear.powf(1.0 / 2.4) - 0.055 };
            (value * 255.0).round().clamp(0.0, 255.0) as u8
        };
        Rgb(
            channel(4.076_741_7 * l - 3.307_711_6 * m + 0.230_969_94 * s),
            channel(-1.268_438 * l + 2.609_757_4 * m - 0.341_319_4 * s),
            channel(-0.004_196_086_3 * l - 0.703_418_6 * m + 1.707_614_7 * s),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hexadecimal_reads_and_writes_back() {
        assert_eq!(Rgb::from_hex(" #0a64ff "), Some(Rgb(10, 100, 255)));
        assert_eq!(Rgb(10, 100, 255).to_hex(), "#0a64ff");
        for wrong in ["", "0a64ff", "#fff", "#0a64fg", "#0a64ff0", "rgb(1,2,3)", "#äää"] {
            assert_eq!(Rgb::from_hex(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn mixing_ends_at_its_ends_and_is_even_in_lightness() {
        let (dark, light) = (Rgb(17, 24, 39), Rgb(255, 250, 224));
        assert_eq!(dark.mix(light, 0.0), dark);
        assert_eq!(dark.mix(light, 1.0), light);
        assert_eq!(dark.mix(light, f32::NAN), dark);
        let lightness: Vec<f32> = (0..=8).map(|i| dark.mix(light, i as f32 / 8.0).to_oklab()[0]).collect();
        for pair in lightness.windows(3) {
            assert!((pair[2] - 2.0 * pair[1] + pair[0]).abs() < 0.01, "even steps: {lightness:?}");
        }
    }

    #[test]
    fn contrast_is_that_of_wcag() {
        assert!((Rgb(0, 0, 0).contrast(Rgb(255, 255, 255)) - 21.0).abs() < 0.01);
        assert!((Rgb(118, 118, 118).contrast(Rgb(255, 255, 255)) - 4.54).abs() < 0.01);
        assert_eq!(Rgb(255, 255, 200).clearer_of(Rgb(0, 0, 0), Rgb(255, 255, 255)), Rgb(0, 0, 0));
    }
}
