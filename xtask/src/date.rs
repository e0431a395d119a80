//! Days of the calendar, written as `2026-01-31`.

use std::time::{SystemTime, UNIX_EPOCH};

const DAY: i64 = 24 * 60 * 60;
/// The days of 400 years, after which the calendar repeats.
const CYCLE: i64 = 146_097;

/// The day `seconds` after the beginning of 1970, `minutes` east of Greenwich: `2026-01-31`.
pub(crate) fn day(seconds: i64, minutes: i64) -> String {
    // Counted from the first of March of a leap cycle, so that a leap day is the last of its year.
    let days = (seconds + minutes * 60).div_euclid(DAY) + 719_468;
    let (cycle, day) = (days.div_euclid(CYCLE), days.rem_euclid(CYCLE));
    let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let day = day - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    let year = year + cycle * 400 + i64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02}")
}

/// Today's date in UTC.
pub(crate) fn today() -> String {
    let now = SystemTime::now().duration_since(UNIX_EPOCH);
    let seconds = now.ok().and_then(|now| i64::try_from(now.as_secs()).ok());
    day(seconds.unwrap_or_default(), 0)
}

#[cfg(test)]
mod tests {
    use super::day;

    #[test]
    fn days_of_the_calendar() {
        assert_eq!(day(0, 0), "1970-01-01");
        assert_eq!(day(951_782_400, 0), "2000-02-29");
        assert_eq!(day(4_107_542_399, 0), "2100-02-28");
        assert_eq!(day(4_107_542_400, 0), "2100-03-01");
        assert_eq!(day(1_798_761_599, 0), "2026-12-31");
        assert_eq!(day(1_798_761_599, 60), "2027-01-01");
        assert_eq!(day(-1, 0), "1969-12-31");
    }
}
