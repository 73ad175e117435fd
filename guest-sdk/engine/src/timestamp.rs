//! Points in time as texts, as a script reads them.

/// The longest: a year of six digits with its sign, and a whole fraction.
const LONGEST: usize = "+294247-01-10T04:00:54.775806Z".len();

/// A point in time as a text.
pub struct Text {
    bytes: [u8; LONGEST],
    length: usize,
}

impl Text {
    /// That of microseconds since 1970: `2026-01-31T12:00:00.5Z`, with a fraction only where there is one, without trailing
    /// zeros. Years outside 0 to 9999 have a sign and six digits, as ECMAScript writes them.
    pub fn of(microseconds: i64) -> Self {
        let mut text = Self { bytes: [0; LONGEST], length: 0 };
        match microseconds {
            // DuckDB's infinities.
            i64::MAX => text.push(b"infinity"),
            least if least == -i64::MAX => text.push(b"-infinity"),
            _ => text.write(microseconds),
        }
        text
    }

    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes[..self.length]
    }

    fn write(&mut self, microseconds: i64) {
        let seconds = microseconds.div_euclid(1_000_000);
        let (year, month, day) = civil_date(seconds.div_euclid(86_400));
        let second_of_day = seconds.rem_euclid(86_400) as u32;
        if (0..=9999).contains(&year) {
            self.digits::<4>(year as u32);
        } else {
            self.push(if year < 0 { b"-" } else { b"+" });
            self.digits::<6>(year.unsigned_abs() as u32);
        }
        self.push(b"-");
        self.digits::<2>(month);
        self.push(b"-");
        self.digits::<2>(day);
        self.push(b"T");
        self.digits::<2>(second_of_day / 3600);
        self.push(b":");
        self.digits::<2>(second_of_day / 60 % 60);
        self.push(b":");
        self.digits::<2>(second_of_day % 60);
        let fraction = microseconds.rem_euclid(1_000_000) as u32;
        if fraction != 0 {
            self.push(b".");
            self.digits::<6>(fraction);
            while self.as_bytes().last() == Some(&b'0') {
                self.length -= 1;
            }
        }
        self.push(b"Z");
    }

    /// A number with zeros in front of it: `format!` takes thirty times as long.
    fn digits<const WIDTH: usize>(&mut self, mut number: u32) {
        let mut digits = [b'0'; WIDTH];
        for digit in digits.iter_mut().rev() {
            *digit = b'0' + (number % 10) as u8;
            number /= 10;
        }
        self.push(&digits);
    }

    fn push(&mut self, bytes: &[u8]) {
        self.bytes[self.length..self.length + bytes.len()].copy_from_slice(bytes);
        self.length += bytes.len();
    }
}

/// Year, month and day of a day counted from 1970-01-01, in the proleptic Gregorian calendar. A year is taken to begin
/// in March, so that the day of a leap year is its last; 400 years are 146,097 days.
fn civil_date(days: i64) -> (i64, u32, u32) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (year, month as u32, day as u32)
}
