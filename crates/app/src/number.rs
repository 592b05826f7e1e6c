//! The page's one number formatter. Everything on screen that is a number is written here, so that figures look alike
//! everywhere and the float formatting of `core::fmt`, some ten kilobytes of it, stays out of the page.

/// `value` with a fixed number of `decimals` (0 to 4) and a true minus sign: `0.83`, `−1.40`.
/// Values that are not finite read `–`; magnitudes beyond a million are clamped there.
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

/// The same with the hyphen of programs for a minus, as attributes, fields and SVG paths have it.
pub fn plain(value: f32, decimals: u32) -> String {
    fixed(value, decimals).replace('−', "-")
}

/// `value` with its sign always written, as weights and contributions are: `+0.52`, `−1.40`, `0.00`.
pub fn signed(value: f32, decimals: u32) -> String {
    let text = fixed(value, decimals);
    let is_zero = !text.bytes().any(|byte| (b'1'..=b'9').contains(&byte));
    if value > 0.0 && !is_zero { format!("+{text}") } else { text }
}

/// An activation in at most three characters or four with a minus, to stand inside a neuron: `.54`, `1.0`, `12`.
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

/// A share of 1 as a percentage with two decimals, as accuracies are told: `97.70%`.
pub fn exact_percent(share: f64) -> String {
    format!("{}%", fixed((share * 100.0) as f32, 2))
}

/// A count with its thousands set apart: `13,002`.
pub fn count(value: usize) -> String {
    let digits = value.to_string();
    let mut text = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A share of 1 as a whole percentage, never rounded up to a certainty that is not there: `97%`, `>99%`, `<1%`.
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
    fn counts_and_accuracies_read_as_people_write_them() {
        for (value, expected) in [(0, "0"), (999, "999"), (13_002, "13,002"), (1_234_567, "1,234,567")] {
            assert_eq!(count(value), expected);
        }
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
