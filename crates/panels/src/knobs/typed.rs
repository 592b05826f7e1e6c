//! Parsing of typed numbers.

use crate::knobs::edit::LARGEST_VALUE;

/// Parses a typed number; the error is a sentence for the user.
pub(crate) fn parse(text: &str) -> Result<f32, String> {
    let text = text.trim();
    if text.is_empty() {
        return Err("Enter a number, for example −0.75.".to_owned());
    }
    let value = decimal(text).ok_or_else(|| ["“", text, "” is not a number."].concat())?;
    if value.abs() > f64::from(LARGEST_VALUE) {
        return Err("Enter a number from −1000 to 1000.".to_owned());
    }
    Ok(value as f32)
}

/// Parses an optional sign, a decimal point or comma, and an exponent. Avoids the standard library's parser, whose
/// tables would add ten kilobytes to the page.
fn decimal(text: &str) -> Option<f64> {
    let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let exponent: i32 = exponent.replace('−', "-").parse().ok()?;
    let magnitude = mantissa.trim_start_matches(['-', '−', '+']);
    let sign = match mantissa.strip_suffix(magnitude)? {
        "" | "+" => 1.0,
        "-" | "−" => -1.0,
        _ => return None,
    };
    let (whole, fraction) = magnitude.split_once(['.', ',']).unwrap_or((magnitude, ""));
    let mut value = 0.0_f64;
    for digit in whole.chars().chain(fraction.chars()) {
        value = 10.0 * value + f64::from(digit.to_digit(10)?);
    }
    if whole.len() + fraction.len() == 0 {
        return None;
    }
    // Beyond this range there are only 0 and infinity.
    let power = exponent.saturating_sub(fraction.len() as i32).clamp(-400, 400);
    for _ in 0..power.unsigned_abs() {
        value = if power < 0 { value / 10.0 } else { value * 10.0 };
    }
    Some(sign * value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_people_write_them_and_all_else_is_refused() {
        for (text, value) in [
            ("0.5", 0.5),
            (" −1,25 ", -1.25),
            ("-1e2", -100.0),
            ("1000", 1000.0),
            ("+3", 3.0),
            (".5", 0.5),
            ("7.", 7.0),
            ("0.1", 0.1),
            ("-123.456", -123.456),
            ("1E−3", 0.001),
            ("0e999999999", 0.0),
        ] {
            assert_eq!(parse(text), Ok(value), "{text}");
        }
        for (text, reason) in [
            ("", "Enter a number, for example −0.75."),
            ("much", "“much” is not a number."),
            ("NaN", "“NaN” is not a number."),
            ("-inf", "“-inf” is not a number."),
            ("--1", "“--1” is not a number."),
            (".", "“.” is not a number."),
            ("1.2.3", "“1.2.3” is not a number."),
            ("1e", "“1e” is not a number."),
            ("1e1.5", "“1e1.5” is not a number."),
            ("1001", "Enter a number from −1000 to 1000."),
            ("1e99", "Enter a number from −1000 to 1000."),
        ] {
            assert_eq!(parse(text), Err(reason.to_owned()), "{text}");
        }
    }
}
