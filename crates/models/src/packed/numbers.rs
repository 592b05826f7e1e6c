//! Weights and biases as bytes: as decimals of at most four significant digits, where every number is one exactly, or
//! else as they are.

use super::PackedError;
use super::bytes::Bytes;

/// Numbers as `f32`, four bytes each.
const PLAIN: u8 = 0;
/// Numbers as `mantissa * 10^exponent`, in three planes.
const DECIMAL: u8 = 1;
/// Powers of ten up to this one are exact in `f64`.
const MAX_EXPONENT: i32 = 22;
/// So that a mantissa has two bytes.
const MAX_DIGITS: usize = 4;

/// A number other than zero: `mantissa * 10^exponent`.
#[derive(Clone, Copy)]
struct Decimal {
    is_negative: bool,
    mantissa: u16,
    exponent: i32,
}

impl Decimal {
    /// The nearest `f32`.
    fn value(self) -> f32 {
        let power = (0..self.exponent.unsigned_abs()).fold(1.0_f64, |power, _| power * 10.0);
        let mantissa = f64::from(self.mantissa);
        let magnitude = if self.exponent < 0 { mantissa / power } else { mantissa * power };
        (if self.is_negative { -magnitude } else { magnitude }) as f32
    }
}

/// Appends the numbers.
pub(super) fn write(numbers: &[f32], bytes: &mut Vec<u8>) {
    match decimals(numbers) {
        Some(decimals) => write_decimals(&decimals, bytes),
        None => {
            bytes.push(PLAIN);
            bytes.extend(numbers.iter().flat_map(|number| number.to_le_bytes()));
        }
    }
}

/// The numbers as decimals, zero as none, if every one comes back bit for bit.
fn decimals(numbers: &[f32]) -> Option<Vec<Option<Decimal>>> {
    let shortest = |number: &f32| {
        let text = format!("{:e}", number.abs());
        let (mantissa, exponent) = text.split_once('e')?;
        Some((mantissa.replace('.', ""), exponent.parse::<i32>().ok()?))
    };
    let shortest: Vec<(String, i32)> = numbers.iter().map(shortest).collect::<Option<_>>()?;
    let n_digits = shortest.iter().map(|(digits, _)| digits.len()).max().unwrap_or(1);
    if n_digits > MAX_DIGITS {
        return None;
    }
    let decimal = |(&number, (digits, exponent)): (&f32, &(String, i32))| {
        let mantissa = format!("{digits:0<n_digits$}").parse().ok()?;
        let exponent = exponent - (n_digits as i32 - 1);
        let decimal = Decimal { is_negative: number < 0.0, mantissa, exponent };
        let is_exact = exponent.abs() <= MAX_EXPONENT && decimal.value().to_bits() == number.to_bits();
        is_exact.then_some((mantissa > 0).then_some(decimal))
    };
    numbers.iter().zip(&shortest).map(decimal).collect()
}

/// A byte for each number: zero, or its exponent and sign; then of each number that is not zero the high byte of its
/// mantissa, then of each the low byte.
fn write_decimals(decimals: &[Option<Decimal>], bytes: &mut Vec<u8>) {
    let smallest = decimals.iter().flatten().map(|decimal| decimal.exponent).min().unwrap_or(0);
    bytes.push(DECIMAL);
    bytes.push(smallest as i8 as u8);
    bytes.extend(decimals.iter().map(|decimal| match decimal {
        Some(decimal) => 1 + 2 * (decimal.exponent - smallest) as u8 + u8::from(decimal.is_negative),
        None => 0,
    }));
    let mantissas = || decimals.iter().flatten().map(|decimal| decimal.mantissa.to_be_bytes());
    bytes.extend(mantissas().map(|[high, _]| high));
    bytes.extend(mantissas().map(|[_, low]| low));
}

/// Reads `n` numbers, all of them finite.
pub(super) fn read(n: usize, bytes: &mut Bytes) -> Result<Vec<f32>, PackedError> {
    let numbers: Vec<f32> = match bytes.byte()? {
        PLAIN => bytes.take(4 * n)?.as_chunks().0.iter().copied().map(f32::from_le_bytes).collect(),
        DECIMAL => read_decimals(n, bytes)?,
        _ => return Err(PackedError::Damaged { what: "an unknown kind of numbers" }),
    };
    if numbers.iter().all(|number| number.is_finite()) {
        Ok(numbers)
    } else {
        Err(PackedError::Damaged { what: "a weight or bias that is not finite" })
    }
}

fn read_decimals(n: usize, bytes: &mut Bytes) -> Result<Vec<f32>, PackedError> {
    let smallest = i32::from(bytes.byte()? as i8);
    let kinds = bytes.take(n)?;
    let n_nonzero = kinds.iter().filter(|kind| **kind != 0).count();
    let (high, low) = (bytes.take(n_nonzero)?, bytes.take(n_nonzero)?);
    let mut mantissas = high.iter().zip(low).map(|(high, low)| u16::from_be_bytes([*high, *low]));
    let mut number = |kind: &u8| {
        let Some(kind) = kind.checked_sub(1) else { return Ok(0.0) };
        let exponent = smallest + i32::from(kind / 2);
        if exponent.abs() > MAX_EXPONENT {
            return Err(PackedError::Damaged { what: "a number out of range" });
        }
        let mantissa = mantissas.next().unwrap_or_default();
        Ok(Decimal { is_negative: kind % 2 == 1, mantissa, exponent }.value())
    };
    kinds.iter().map(&mut number).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(numbers: &[f32], n_bytes: usize) {
        let mut bytes = Vec::new();
        write(numbers, &mut bytes);
        assert_eq!(bytes.len(), n_bytes, "{numbers:?}");
        let mut rest = Bytes::new(&bytes);
        let back = read(numbers.len(), &mut rest).expect("sound numbers");
        assert!(
            back.iter().zip(numbers).all(|(back, number)| back.to_bits() == number.to_bits()),
            "{back:?}"
        );
        assert_eq!(rest.n_left(), 0);
    }

    #[test]
    fn short_decimals_take_fewer_bytes_and_come_back_bit_for_bit() {
        check(&[], 2);
        check(&[0.0, 0.0], 2 + 2);
        check(&[0.1, -0.03929, 0.0, 9999.0, 1e-7], 2 + 5 + 2 * 4);
        check(&[1e22, -1e22], 2 + 2 + 2 * 2);
    }

    #[test]
    fn all_other_numbers_are_kept_as_they_are() {
        check(&[0.123_456, 1.0], 1 + 4 * 2);
        check(&[-0.0], 1 + 4);
        check(&[1e-30, f32::MAX, f32::MIN_POSITIVE], 1 + 4 * 3);
    }
}
