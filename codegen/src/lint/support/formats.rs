//! Checks of string formats. An unknown format accepts every string.

use std::net::{Ipv4Addr, Ipv6Addr};

/// If `text` is not a valid `format`: a description of the format.
pub(in crate::lint) fn violated(format: &str, text: &str) -> Option<&'static str> {
    let (fits, looks) = match format {
        "date" => (is_date(text), "a date such as `2024-02-29`"),
        "date-time" => (is_date_time(text), "a date and time such as `2024-02-29T10:00:00Z`"),
        "uuid" => (is_uuid(text), "a UUID"),
        "ipv4" => (text.parse::<Ipv4Addr>().is_ok(), "an IPv4 address"),
        "ipv6" => (text.parse::<Ipv6Addr>().is_ok(), "an IPv6 address"),
        _ => return None,
    };
    (!fits).then_some(looks)
}

fn number(text: &str, digits: usize, range: std::ops::RangeInclusive<u32>) -> bool {
    text.len() == digits
        && text.bytes().all(|byte| byte.is_ascii_digit())
        && text.parse().is_ok_and(|number| range.contains(&number))
}

/// A `full-date` of RFC 3339. The length of the month is not checked.
fn is_date(text: &str) -> bool {
    let parts: Vec<_> = text.split('-').collect();
    let [year, month, day] = parts.as_slice() else {
        return false;
    };
    number(year, 4, 0..=9999) && number(month, 2, 1..=12) && number(day, 2, 1..=31)
}

/// A `date-time` of RFC 3339.
fn is_date_time(text: &str) -> bool {
    let Some((date, time)) = text.split_once(['T', 't', ' ']) else {
        return false;
    };
    let Some(at) = time.find(['Z', 'z', '+', '-']) else {
        return false;
    };
    let (time, zone) = time.split_at(at);
    let (time, fraction) = time.split_once('.').unwrap_or((time, "0"));
    let fraction = !fraction.is_empty() && fraction.bytes().all(|byte| byte.is_ascii_digit());
    is_date(date) && is_clock(time, true) && fraction && (matches!(zone, "Z" | "z") || is_clock(&zone[1..], false))
}

/// `10:00:00`, or `10:00` without `seconds`. Second 60 is allowed as a leap second.
fn is_clock(text: &str, seconds: bool) -> bool {
    let parts: Vec<_> = text.split(':').collect();
    let (hour, minute, second) = match parts.as_slice() {
        [hour, minute, second] if seconds => (hour, minute, *second),
        [hour, minute] if !seconds => (hour, minute, "00"),
        _ => return false,
    };
    number(hour, 2, 0..=23) && number(minute, 2, 0..=59) && number(second, 2, 0..=60)
}

fn is_uuid(text: &str) -> bool {
    let lengths = text.split('-').map(str::len);
    lengths.eq([8, 4, 4, 4, 12]) && text.bytes().all(|byte| byte == b'-' || byte.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use super::violated;

    #[test]
    fn formats_are_checked() {
        for (format, good, bad) in [
            ("date", "2024-02-29", "29.2.2024"),
            ("date-time", "2024-02-29T10:00:00.5+01:00", "2024-02-29T10:00"),
            ("date-time", "2024-02-29t23:59:60z", "2024-02-29T10:00:00+1"),
            ("uuid", "3fa85f64-5717-4562-b3fc-2c963f66afa6", "3fa85f64"),
            ("ipv4", "127.0.0.1", "127.0.0.256"),
            ("ipv6", "::1", "1"),
        ] {
            assert_eq!(violated(format, good), None, "{format} {good}");
            assert!(violated(format, bad).is_some(), "{format} {bad}");
        }
        assert_eq!(violated("colour", "anything"), None);
    }
}
