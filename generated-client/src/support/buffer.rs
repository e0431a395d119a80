//! A growing byte buffer that zeroes its memory when it moves to larger memory and when it is dropped. Request and
//! response bodies use it, since they can hold secrets.

use std::io;

use secrecy::zeroize::Zeroizing;

/// The first capacity. A typical body fits without growing.
const SMALLEST: usize = 512;

#[derive(Clone, Default)]
pub(super) struct Buffer(Zeroizing<Vec<u8>>);

impl Buffer {
    pub(super) fn with_capacity(capacity: usize) -> Self {
        Self(Zeroizing::new(Vec::with_capacity(capacity)))
    }

    pub(super) fn push(&mut self, bytes: &[u8]) {
        if self.0.capacity() - self.0.len() < bytes.len() {
            self.grow(bytes.len());
        }
        self.0.extend_from_slice(bytes);
    }

    /// Moves the bytes to larger memory. `Vec` would do so without zeroing the old memory.
    fn grow(&mut self, additional: usize) {
        let wanted = self.0.len().saturating_add(additional);
        let capacity = wanted.max(self.0.capacity().saturating_mul(2)).max(SMALLEST);
        let mut roomier = Vec::with_capacity(capacity);
        roomier.extend_from_slice(&self.0);
        self.0 = Zeroizing::new(roomier);
    }

    /// Removes all bytes after the first `length`.
    pub(super) fn truncate(&mut self, length: usize) {
        self.0.truncate(length);
    }

    /// Returns the bytes. The caller must zero them.
    pub(super) fn into_vec(mut self) -> Vec<u8> {
        std::mem::take(&mut *self.0)
    }
}

impl AsRef<[u8]> for Buffer {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl io::Write for Buffer {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.push(bytes);
        Ok(bytes.len())
    }

    fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.push(bytes);
        Ok(())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_every_byte_while_it_grows() {
        let mut buffer = Buffer::default();
        let expected: Vec<u8> = (0..10_000_u32).map(|index| index as u8).collect();
        for chunk in expected.chunks(7) {
            buffer.push(chunk);
        }
        assert_eq!(buffer.as_ref(), expected);
        assert_eq!(buffer.into_vec(), expected);
    }

    #[test]
    fn does_not_grow_within_its_capacity() {
        let mut buffer = Buffer::with_capacity(3);
        let before = buffer.0.as_ptr();
        buffer.push(b"abc");
        assert_eq!(buffer.0.as_ptr(), before);
    }
}
