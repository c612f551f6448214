//! What kind of sound a file is, and how long it plays: found in its content, never in its name.
//!
//! WAV by Microsoft's RIFF, Opus in Ogg by RFC 3533 and RFC 7845, Opus in WebM by Matroska (RFC 9559).
//! Nothing is decoded: boards do that. Any content is taken without panic; what does not fit is `None`.

/// A kind of file that boards can play.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Format {
    /// Uncompressed.
    Wav,
    /// Opus in Ogg.
    Opus,
    /// Opus in WebM, as browsers record it.
    Webm,
}

impl Format {
    /// All kinds.
    pub const ALL: [Format; 3] = [Format::Wav, Format::Opus, Format::Webm];

    /// How such a file's name ends.
    pub fn ending(self) -> &'static str {
        match self {
            Format::Wav => "wav",
            Format::Opus => "opus",
            Format::Webm => "webm",
        }
    }

    /// Its media type.
    pub fn media_type(self) -> &'static str {
        match self {
            Format::Wav => "audio/wav",
            Format::Opus => "audio/ogg",
            Format::Webm => "audio/webm",
        }
    }
}

/// The kind of a sound and its length in seconds.
pub(super) fn measure(content: &[u8]) -> Option<(Format, f64)> {
    let (format, seconds) = if content.starts_with(b"RIFF") {
        (Format::Wav, wav_seconds(content)?)
    } else if content.starts_with(b"OggS") {
        (Format::Opus, opus_seconds(content)?)
    } else {
        (Format::Webm, webm_seconds(content)?)
    };
    (seconds.is_finite() && seconds >= 0.0).then_some((format, seconds))
}

fn bytes<const N: usize>(content: &[u8], at: usize) -> Option<[u8; N]> {
    content.get(at..at.checked_add(N)?)?.try_into().ok()
}

fn wav_seconds(content: &[u8]) -> Option<f64> {
    if bytes(content, 8)? != *b"WAVE" {
        return None;
    }
    let (mut at, mut rate) = (12, None);
    loop {
        let (name, length) = (bytes::<4>(content, at)?, u32::from_le_bytes(bytes(content, at + 4)?) as usize);
        let body = at + 8;
        match &name {
            b"fmt " => {
                // PCM, float, or either of them with its description behind.
                let known = matches!(u16::from_le_bytes(bytes(content, body)?), 1 | 3 | 0xFFFE);
                let channels = u16::from_le_bytes(bytes(content, body + 2)?);
                let per_second = u32::from_le_bytes(bytes(content, body + 8)?);
                if !known || !(1..=2).contains(&channels) || per_second == 0 {
                    return None;
                }
                rate = Some(per_second);
            }
            b"data" => {
                // Whoever writes without knowing the end leaves the length open.
                let there = length.min(content.len() - body);
                return Some(there as f64 / f64::from(rate?));
            }
            _ => {}
        }
        // Chunks begin at even places.
        at = body.checked_add(length)?.checked_add(length % 2)?;
    }
}

fn opus_seconds(content: &[u8]) -> Option<f64> {
    let (mut at, mut end, mut skipped) = (0, None, None);
    while at < content.len() {
        if bytes(content, at)? != *b"OggS" {
            return None;
        }
        let granule = i64::from_le_bytes(bytes(content, at + 6)?);
        let segments = usize::from(*content.get(at + 26)?);
        let table = content.get(at + 27..at + 27 + segments)?;
        let body = at + 27 + segments;
        if skipped.is_none() {
            if bytes(content, body)? != *b"OpusHead" {
                return None;
            }
            skipped = Some(i64::from(u16::from_le_bytes(bytes(content, body + 10)?)));
        } else if granule >= 0 {
            // -1: no packet ends on this page.
            end = Some(granule);
        }
        at = body + table.iter().map(|length| usize::from(*length)).sum::<usize>();
    }
    // Opus counts in 48,000 a second, whatever was recorded.
    Some(end?.saturating_sub(skipped?).max(0) as f64 / 48_000.0)
}

/// Names of Matroska's elements.
mod element {
    pub(super) const EBML: u64 = 0x1A45_DFA3;
    pub(super) const SEGMENT: u64 = 0x1853_8067;
    pub(super) const INFO: u64 = 0x1549_A966;
    pub(super) const SCALE: u64 = 0x2A_D7B1;
    pub(super) const TRACKS: u64 = 0x1654_AE6B;
    pub(super) const TRACK: u64 = 0xAE;
    pub(super) const CODEC: u64 = 0x86;
    pub(super) const CLUSTER: u64 = 0x1F43_B675;
    pub(super) const TIME: u64 = 0xE7;
    pub(super) const SIMPLE_BLOCK: u64 = 0xA3;
    pub(super) const GROUP: u64 = 0xA0;
    pub(super) const BLOCK: u64 = 0xA1;
}

/// Browsers write no length into what they record, so the last block's time is looked for.
fn webm_seconds(content: &[u8]) -> Option<f64> {
    let (mut at, mut first) = (0, true);
    let (mut scale, mut cluster, mut last, mut opus) = (1_000_000, 0_u64, None, false);
    while at < content.len() {
        let (id, next) = number(content, at, true)?;
        let (length, body) = number(content, next, false)?;
        if first && id != element::EBML {
            return None;
        }
        first = false;
        // Elements that hold others are walked into, which also does for those of unknown length.
        if matches!(
            id,
            element::SEGMENT
                | element::INFO
                | element::TRACKS
                | element::TRACK
                | element::CLUSTER
                | element::GROUP
        ) {
            at = body;
            continue;
        }
        let end = body.checked_add(usize::try_from(length).ok()?)?;
        let inside = content.get(body..end.min(content.len()))?;
        match id {
            element::SCALE => scale = whole(inside)?,
            element::CODEC => opus = inside == b"A_OPUS",
            element::TIME => cluster = whole(inside)?,
            element::SIMPLE_BLOCK | element::BLOCK => {
                let (_, after) = number(inside, 0, false)?;
                let offset = i64::from(i16::from_be_bytes(bytes(inside, after)?));
                let time = cluster.checked_add_signed(offset)?;
                last = last.max(Some(time));
            }
            _ => {}
        }
        at = end;
    }
    // The last block lasts too: 20 ms, as Opus does nearly always.
    opus.then_some(last? as f64 * scale as f64 / 1e9 + 0.02)
}

/// A number of Matroska's, whose first bits tell its length, and where it ends. A name keeps those bits.
fn number(content: &[u8], at: usize, name: bool) -> Option<(u64, usize)> {
    let first = *content.get(at)?;
    let length = first.leading_zeros() as usize + 1;
    if length > 8 || (name && length > 4) {
        return None;
    }
    let rest = content.get(at + 1..at + length)?;
    let first = u64::from(first) & if name { 0xFF } else { 0xFF >> length };
    Some((rest.iter().fold(first, |number, byte| number << 8 | u64::from(*byte)), at + length))
}

/// A whole number of up to eight bytes.
fn whole(content: &[u8]) -> Option<u64> {
    (content.len() <= 8).then(|| content.iter().fold(0, |number, byte| number << 8 | u64::from(*byte)))
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// A WAV of silence: 24 kHz, 16 bits, one channel.
    pub(in crate::voice) fn wav(seconds: f64) -> Vec<u8> {
        let data = vec![0; (seconds * 24_000.0) as usize * 2];
        let mut file = b"RIFF\0\0\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0".to_vec();
        file.extend(24_000_u32.to_le_bytes());
        file.extend(48_000_u32.to_le_bytes());
        file.extend(b"\x02\0\x10\0LIST\x03\0\0\0abc\0data");
        file.extend((data.len() as u32).to_le_bytes());
        file.extend(data);
        file
    }

    fn page(granule: i64, body: &[u8]) -> Vec<u8> {
        let mut page = b"OggS\0\0".to_vec();
        page.extend(granule.to_le_bytes());
        page.extend([0; 12]);
        page.extend([1, body.len() as u8]);
        page.extend(body);
        page
    }

    /// Opus in Ogg, without a sound in it.
    pub(in crate::voice) fn opus(seconds: f64) -> Vec<u8> {
        let head = page(0, b"OpusHead\x01\x01\x38\x01\x80\xbb\0\0\0\0\0");
        let end = (seconds * 48_000.0) as i64 + 312;
        [head, page(0, b"OpusTags"), page(end / 2, b"x"), page(-1, b"x"), page(end, b"x")].concat()
    }

    /// Opus in WebM as a browser records it: without any length.
    pub(in crate::voice) fn webm(seconds: f64) -> Vec<u8> {
        let mut file = b"\x1A\x45\xDF\xA3\x84\x42\x86\x81\x01".to_vec();
        file.extend(b"\x18\x53\x80\x67\x01\xFF\xFF\xFF\xFF\xFF\xFF\xFF");
        file.extend(b"\x15\x49\xA9\x66\x87\x2A\xD7\xB1\x83\x0F\x42\x40");
        file.extend(b"\x16\x54\xAE\x6B\x8A\xAE\x88\x86\x86A_OPUS");
        file.extend(b"\x1F\x43\xB6\x75\xFF\xE7\x82\x00\x64");
        let offset = (seconds * 1000.0) as i16 - 120;
        for time in [-100, offset] {
            file.extend(b"\xA3\x85\x81");
            file.extend(time.to_be_bytes());
            file.extend(b"\0x");
        }
        file
    }

    #[test]
    fn lengths_are_found_in_the_content() {
        for seconds in [0.1, 0.75, 5.0] {
            for (file, format) in
                [(wav(seconds), Format::Wav), (opus(seconds), Format::Opus), (webm(seconds), Format::Webm)]
            {
                let (found, length) = measure(&file).expect("a sound");
                assert_eq!(found, format);
                assert!((length - seconds).abs() < 0.03, "{format:?}: {length} s instead of {seconds} s");
            }
        }
    }

    #[test]
    fn a_bundled_clip_is_as_long_as_its_manifest_says() {
        let clip = include_bytes!("../../display/voice/clips/nomor-antrean.opus");
        let (format, seconds) = measure(clip).expect("a sound");
        assert_eq!(format, Format::Opus);
        assert!((seconds - 1.037).abs() < 0.001, "{seconds}");
    }

    #[test]
    fn other_sounds_in_the_same_coats_are_none() {
        let vorbis = page(0, b"\x01vorbis\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0");
        assert_eq!(measure(&vorbis), None);
        let mut mp3_in_wav = wav(0.5);
        mp3_in_wav[20] = 0x55;
        assert_eq!(measure(&mp3_in_wav), None);
        let mut vorbis_in_webm = webm(0.5);
        let codec = vorbis_in_webm.windows(6).position(|text| text == b"A_OPUS").expect("a codec");
        vorbis_in_webm[codec + 2] = b'V';
        assert_eq!(measure(&vorbis_in_webm), None);
    }

    proptest::proptest! {
        #[test]
        fn no_content_makes_it_panic(cut in 0_usize..2000, place in 0_usize..2000, byte: u8, kind in 0..3) {
            let mut file = match kind { 0 => wav(0.03), 1 => opus(0.5), _ => webm(0.5) };
            file.truncate(cut);
            if let Some(spoilt) = file.get_mut(place % cut.max(1)) {
                *spoilt = byte;
            }
            measure(&file);
        }
    }
}
