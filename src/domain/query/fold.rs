//! The form under which texts are searched: what people leave out or type otherwise when they look for somebody is taken away.

use icu_casemap::CaseMapper;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Folds a text for searching: width and ligatures (NFKD), letter case (full case folding: `ß` is `ss`), accents and the points of Hebrew
/// and Arabic, and letters that are a plain letter with a stroke or two letters in one (`ø`, `ł`, `đ`, `æ`). Composed again at the end
/// (NFC), so that a syllable of Hangul is one character. Folding twice is folding once.
///
/// Marks without which a word is another one stay: vowel signs and viramas of Indic scripts, tones of Thai, voicing marks of kana.
/// Turkish `ı` and `İ` are `i`, as capital `I` is: whoever asks does not say in which language. German `ü` is `u`, not `ue`.
pub fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let bare: String = text.nfkd().filter(|c| !is_dropped(*c)).collect();
    let folded = CaseMapper::new().fold_string(&bare);
    let mut plain = String::with_capacity(folded.len());
    for letter in folded.chars() {
        match plain_letters(letter) {
            Some(letters) => plain.push_str(letters),
            None => plain.push(letter),
        }
    }
    plain.nfc().collect()
}

/// A folded text in one line: without white space around it, and with one space wherever there is some inside.
pub fn fold_line(text: &str) -> String {
    let folded = fold(text);
    let mut line = String::with_capacity(folded.len());
    for part in folded.split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(part);
    }
    line
}

/// The words of a text, folded: the longest runs of letters, digits and marks. Everything else separates: `O'Brien-Łoś` is `o`, `brien`,
/// `los`. Scripts that are written without spaces are not taken apart.
pub fn words(text: &str) -> Vec<String> {
    fold(text).split(|c| !is_of_a_word(c)).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

fn is_of_a_word(c: char) -> bool {
    c.is_alphanumeric() || is_combining_mark(c)
}

/// Marks that people leave out when they type, and characters that nobody sees. Zero width space is not among them: it separates words.
fn is_dropped(c: char) -> bool {
    matches!(c,
        // Accents of Latin, Greek and Cyrillic, and the marks of other alphabets that are written like them.
        '\u{300}'..='\u{36f}' | '\u{483}'..='\u{489}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}'
        | '\u{20d0}'..='\u{20ff}' | '\u{fe20}'..='\u{fe2f}'
        // Hebrew points and accents.
        | '\u{591}'..='\u{5bd}' | '\u{5bf}' | '\u{5c1}'..='\u{5c2}' | '\u{5c4}'..='\u{5c5}' | '\u{5c7}' | '\u{fb1e}'
        // Arabic vowels, hamza and madda above a letter, Koranic marks; tatweel, which only makes a word longer.
        | '\u{610}'..='\u{61a}' | '\u{640}' | '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{6d6}'..='\u{6dc}'
        | '\u{6df}'..='\u{6e4}' | '\u{6e7}'..='\u{6e8}' | '\u{6ea}'..='\u{6ed}' | '\u{8d3}'..='\u{8e1}'
        | '\u{8e3}'..='\u{8ff}'
        // Soft hyphen, joiners, marks of direction, variation selectors, tags, byte order mark.
        | '\u{ad}' | '\u{61c}' | '\u{180b}'..='\u{180d}' | '\u{180f}' | '\u{200c}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}'
        | '\u{feff}' | '\u{e0020}'..='\u{e007f}' | '\u{e0100}'..='\u{e01ef}')
}

/// Letters that Unicode does not take apart, but that are typed as these on a keyboard without them.
fn plain_letters(letter: char) -> Option<&'static str> {
    Some(match letter {
        'ı' => "i",
        'ø' => "o",
        'ł' => "l",
        'đ' | 'ð' => "d",
        'ħ' => "h",
        'ŧ' => "t",
        'þ' => "th",
        'æ' => "ae",
        'œ' => "oe",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_case_width_and_ligatures_do_not_count() {
        for (script, typed, asked) in [
            ("Latin", "Zoë", "ZOE"),
            ("Latin, decomposed", "Zoe\u{308}", "zoë"),
            ("Latin, strokes", "Łukasz Ørsted Đặng", "lukasz orsted dang"),
            ("Latin, two letters in one", "Þór Æsa Œuvré", "thor aesa oeuvre"),
            ("German", "Weiß GROẞE", "WEISS grosse"),
            ("Turkish", "IŞIK İnci ışık", "isik inci isik"),
            ("Vietnamese", "Nguyễn Thị Hồng", "nguyen thi hong"),
            ("Cyrillic", "Алёна ЙОСИФ", "алена иосиф"),
            ("Greek", "ΟΔΥΣΣΕΎΣ Άγγελος", "οδυσσευς αγγελοσ"),
            ("Arabic", "أَحْمَد مـحـمـد", "احمد محمد"),
            ("Hebrew", "שָׁלוֹם", "שלום"),
            ("Armenian", "ՍԵՒԱԿ և", "սեւակ եւ"),
            ("Georgian", "ᲜᲘᲜᲝ", "ნინო"),
            ("Han", "⾒⽟", "見玉"),
            ("Kana", "ｱﾅﾍﾞﾙ", "アナベル"),
            ("Hangul", "\u{1100}\u{1175}\u{11b7}", "김"),
            ("Full width", "Ａｎｎａ１２３", "anna123"),
            ("Ligature", "ﬁﬀ", "fiff"),
            ("Joiners", "علی\u{200c}رضا", "علیرضا"),
        ] {
            assert_eq!(fold(typed), fold(asked), "{script}");
        }
    }

    #[test]
    fn marks_that_make_another_word_of_it_stay() {
        for (script, one, other) in [
            ("Devanagari", "कि", "क"),
            ("Devanagari, virama", "क्ष", "कष"),
            ("Bengali", "কা", "ক"),
            ("Tamil", "மு", "ம"),
            ("Thai", "ไม้", "ไม"),
            ("Kana", "が", "か"),
            ("Hangul", "김", "기"),
        ] {
            assert_ne!(fold(one), fold(other), "{script}");
        }
    }

    #[test]
    fn folding_any_character_twice_is_folding_it_once() {
        for character in '\0'..=char::MAX {
            let once = fold(&format!("a{character}b"));
            assert_eq!(fold(&once), once, "{character:?}");
        }
    }

    #[test]
    fn words_are_runs_of_letters_digits_and_marks() {
        assert_eq!(words("O'Brien-Łoś, 3rd"), ["o", "brien", "los", "3rd"]);
        assert_eq!(words("  संपर्क हिन्दी "), ["संपर्क", "हिन्दी"]);
        assert_eq!(words("น้ำ·ฝน"), ["น\u{e49}\u{e4d}า", "ฝน"]);
        assert_eq!(words("マリア・ルイザ"), ["マリア", "ルイザ"]);
        assert_eq!(words("a\u{200b}b"), ["a", "b"]);
        assert_eq!(words("👍 - …"), [""; 0]);
    }

    #[test]
    fn a_line_has_single_spaces() {
        assert_eq!(fold_line(" \tMüller\u{3000} &  Söhne\n"), "muller & sohne");
    }
}
