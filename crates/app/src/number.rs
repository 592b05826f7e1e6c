//! The page's number formatting. Every number on screen goes through these functions, so that all look alike and the
//! roughly ten kilobytes of float formatting in `core::fmt` stay out of the WebAssembly.

pub use models::thousands;

/// Formats `value` with `decimals` (0 to 9) decimal places and a true minus sign: `0.83`, `−1.40`. Values that are not
/// finite give `–`; magnitudes are clamped to a million.
pub fn fixed(value: f32, decimals: u32) -> String {
    if !value.is_finite() {
        return "–".to_owned();
    }
    let scale = 10_u64.pow(decimals);
    let scaled = (f64::from(value.abs()).min(1e6) * scale as f64).round() as u64;
    let mut text = String::new();
    if value < 0.0 && scaled > 0 {
        text.push('−');
    }
    text.push_str(&(scaled / scale).to_string());
    if decimals > 0 {
        text.push('.');
        let fraction = (scaled % scale).to_string();
        for _ in fraction.len()..decimals as usize {
            text.push('0');
        }
        text.push_str(&fraction);
    }
    text
}

/// Like [`fixed`], with an ASCII hyphen for the minus sign, as attributes, form fields and SVG paths need it.
pub fn plain(value: f32, decimals: u32) -> String {
    fixed(value, decimals).replace('−', "-")
}

/// Formats `value` with an explicit sign, as used for weights and contributions: `+0.52`, `−1.40`, `0.00`.
pub fn signed(value: f32, decimals: u32) -> String {
    let text = fixed(value, decimals);
    let is_zero = !text.bytes().any(|byte| (b'1'..=b'9').contains(&byte));
    if value > 0.0 && !is_zero { format!("+{text}") } else { text }
}

/// The number of decimal places (0 to 9) with which `value` has three significant digits.
pub fn decimals(value: f32) -> u32 {
    let mut magnitude = value.abs();
    let mut decimals = 0;
    while magnitude < 99.5 && decimals < 9 {
        magnitude *= 10.0;
        decimals += 1;
    }
    decimals
}

/// Formats `value` with three significant digits: `0.0312`, `12.3`; tiny ones as `3.12 × 10⁻⁵`.
pub fn significant(value: f32) -> String {
    if value == 0.0 || !value.is_finite() || value.abs() >= 1e-4 {
        return fixed(value, if value == 0.0 { 0 } else { decimals(value) });
    }
    let (mut mantissa, mut exponent) = (value, 0_usize);
    while mantissa.abs() < 0.9995 {
        mantissa *= 10.0;
        exponent += 1;
    }
    let mut text = fixed(mantissa, 2);
    text.push_str(" × 10⁻");
    let digits = exponent.to_string();
    text.extend(digits.bytes().filter_map(|digit| "⁰¹²³⁴⁵⁶⁷⁸⁹".chars().nth(usize::from(digit - b'0'))));
    text
}

/// Formats an activation in at most three characters, plus a minus sign, to fit inside a neuron: `.54`, `1.0`, `12`.
pub fn compact(value: f32) -> String {
    let magnitude = value.abs();
    if magnitude < 0.995 {
        fixed(value, 2).replacen("0.", ".", 1)
    } else if magnitude < 9.95 {
        fixed(value, 1)
    } else {
        fixed(value, 0)
    }
}

/// Formats a fraction of 1 as a percentage with two decimals, as used for accuracies: `97.70%`.
pub fn exact_percent(share: f64) -> String {
    format!("{}%", fixed((share * 100.0) as f32, 2))
}

/// Formats a fraction of 1 as a whole percentage that is never rounded up to certainty: `97%`, `>99%`, `<1%`.
pub fn percent(share: f32) -> String {
    if (0.99..1.0).contains(&share) {
        return ">99%".to_owned();
    }
    if share > 0.0 && share < 0.01 {
        return "<1%".to_owned();
    }
    format!("{}%", fixed(share * 100.0, 0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fixed_point_numbers_round_and_keep_their_sign() {
        for (value, decimals, expected) in [
            (0.0, 2, "0.00"),
            (0.834, 2, "0.83"),
            (-1.4, 2, "−1.40"),
            (-0.001, 2, "0.00"),
            (0.996, 2, "1.00"),
            (10.05, 1, "10.1"),
            (3.0, 0, "3"),
            (0.05, 3, "0.050"),
            (f32::NAN, 2, "–"),
            (f32::INFINITY, 2, "–"),
        ] {
            assert_eq!(fixed(value, decimals), expected, "{value}");
        }
    }

    #[test]
    fn significant_digits_are_three_whatever_the_magnitude() {
        for (value, expected) in [
            (0.0, "0"),
            (4.123_4, "4.12"),
            (-0.031_249, "−0.0312"),
            (0.999_9, "1.00"),
            (123.4, "123"),
            (0.000_104, "0.000104"),
            (0.000_031_2, "3.12 × 10⁻⁵"),
            (-9.999_6e-7, "−1.00 × 10⁻⁶"),
            (2.5e-12, "2.50 × 10⁻¹²"),
            (f32::NAN, "–"),
        ] {
            assert_eq!(significant(value), expected, "{value}");
        }
    }

    #[test]
    fn plain_numbers_have_a_hyphen() {
        assert_eq!(plain(-1.4, 2), "-1.40");
        assert_eq!(plain(1.4, 1), "1.4");
    }

    #[test]
    fn signs_are_written_but_not_on_zero() {
        assert_eq!(signed(0.52, 2), "+0.52");
        assert_eq!(signed(-0.52, 2), "−0.52");
        assert_eq!(signed(0.001, 2), "0.00");
        assert_eq!(signed(20.0, 0), "+20");
    }

    #[test]
    fn compact_numbers_fit_a_neuron() {
        for (value, expected) in [
            (0.0, ".00"),
            (0.54, ".54"),
            (0.994, ".99"),
            (0.997, "1.0"),
            (1.0, "1.0"),
            (12.3, "12"),
            (-0.5, "−.50"),
        ] {
            assert_eq!(compact(value), expected, "{value}");
        }
    }

    #[test]
    fn accuracies_have_two_decimals() {
        assert_eq!(exact_percent(0.977), "97.70%");
        assert_eq!(exact_percent(1.0), "100.00%");
    }

    #[test]
    fn percentages_claim_no_certainty() {
        for (share, expected) in [
            (0.0, "0%"),
            (0.000_1, "<1%"),
            (0.004, "<1%"),
            (0.5, "50%"),
            (0.974, "97%"),
            (0.999_99, ">99%"),
            (1.0, "100%"),
        ] {
            assert_eq!(percent(share), expected, "{share}");
        }
    }
}
