//! The names that are planted. Each is stored in several spellings, and asked for in others that mean the same. No name, whatever its
//! spelling, begins with another one of these tables, unless a query counts on it.

/// A name: how it is stored, and how it is asked for.
#[derive(Debug)]
pub struct Spelled {
    pub stored: &'static [&'static str],
    pub asked: &'static [&'static str],
}

/// The names of one language, and a beginning that only one of its first names has.
#[derive(Debug)]
pub struct Locale {
    pub name: &'static str,
    pub first: [Spelled; 5],
    pub last: [Spelled; 5],
    /// The beginning, and the place of the name that has it.
    pub beginning: (&'static str, usize),
}

const fn name(stored: &'static [&'static str], asked: &'static [&'static str]) -> Spelled {
    Spelled { stored, asked }
}

pub const LOCALES: [Locale; 20] = [
    Locale {
        name: "French",
        first: [
            name(&["Zoë", "ZOË", "Zoe\u{308}"], &["zoe", "ZOE", "zoë"]),
            name(&["Françoise", "FRANÇOISE"], &["francoise", "Franc\u{327}oise"]),
            name(&["Jean-Rémi", "Jean Rémi", "JEAN-RÉMI"], &["jean-remi", "Jean remi"]),
            name(&["Édouard", "E\u{301}douard"], &["EDOUARD", "édouard"]),
            name(&["Anaïs", "ANAÏS"], &["anais", "Anaïs"]),
        ],
        last: [
            name(&["Lefèvre", "LEFÈVRE"], &["lefevre", "Lefe\u{300}vre"]),
            name(&["d’Aubigné", "D'Aubigné"], &["d'aubigne", "D AUBIGNÉ"]),
            name(&["Gérard"], &["gerard"]),
            name(&["Bœuf", "BŒUF"], &["boeuf"]),
            name(&["Crépeaux"], &["crepeaux", "CRÉPEAUX"]),
        ],
        beginning: ("edou", 3),
    },
    Locale {
        name: "German",
        first: [
            name(&["Jürgen", "JÜRGEN"], &["jurgen", "Ju\u{308}rgen"]),
            name(&["Käthe"], &["kathe", "KÄTHE"]),
            name(&["Hans-Jörg", "Hans Jörg"], &["hans jorg", "HANS-JÖRG"]),
            name(&["Björn"], &["bjorn"]),
            name(&["Rüdiger"], &["RUDIGER"]),
        ],
        last: [
            name(&["Weiß", "WEISS", "WEIẞ"], &["weiss", "weiß"]),
            name(&["Strößner", "STRÖSSNER"], &["strossner", "strößner"]),
            name(&["Müller"], &["muller", "MÜLLER"]),
            name(&["Großmann", "GROSSMANN"], &["grossmann", "GROẞMANN"]),
            name(&["Schäfer"], &["schafer"]),
        ],
        beginning: ("RÜD", 4),
    },
    Locale {
        name: "Polish",
        first: [
            name(&["Łukasz", "ŁUKASZ"], &["lukasz", "łukasz"]),
            name(&["Małgorzata"], &["malgorzata", "MAŁGORZATA"]),
            name(&["Żaneta", "Z\u{307}aneta"], &["zaneta"]),
            name(&["Świętosława"], &["swietoslawa"]),
            name(&["Zdzisław"], &["ZDZISLAW"]),
        ],
        last: [
            name(&["Wałęsa"], &["WALESA", "wałęsa"]),
            name(&["Żółtowski"], &["zoltowski"]),
            name(&["Kość", "KOŚĆ"], &["kosc"]),
            name(&["Dąbrowska"], &["dabrowska"]),
            name(&["Łoś"], &["los", "ŁOŚ"]),
        ],
        beginning: ("swiet", 3),
    },
    Locale {
        name: "Nordic",
        first: [
            name(&["Søren", "SØREN"], &["soren", "søren"]),
            name(&["Åshild", "A\u{30a}shild"], &["ashild"]),
            name(&["Þórdís"], &["thordis", "ÞÓRDÍS"]),
            name(&["Æðelbjörg"], &["aedelbjorg"]),
            name(&["Vørd"], &["vord"]),
        ],
        last: [
            name(&["Ødegård", "ØDEGÅRD"], &["odegard", "ødegård"]),
            name(&["Sørbø"], &["sorbo"]),
            name(&["Guðjónsson"], &["gudjonsson"]),
            name(&["Kjærgaard"], &["kjaergaard", "KJÆRGAARD"]),
            name(&["Ståhl"], &["stahl"]),
        ],
        beginning: ("aedel", 3),
    },
    Locale {
        name: "Vietnamese",
        first: [
            name(&["Hồng", "HỒNG", "Hô\u{300}ng"], &["hong", "hồng"]),
            name(&["Phượng"], &["phuong"]),
            name(&["Thảo"], &["thao", "THẢO"]),
            name(&["Dũng"], &["dung"]),
            name(&["Ngọc", "Ngo\u{323}c"], &["ngoc"]),
        ],
        last: [
            name(&["Nguyễn", "NGUYỄN", "Nguye\u{302}\u{303}n"], &["nguyen", "nguyễn"]),
            name(&["Đặng"], &["dang", "ĐẶNG"]),
            name(&["Trần"], &["tran"]),
            name(&["Phạm"], &["pham"]),
            name(&["Huỳnh"], &["huynh"]),
        ],
        beginning: ("phươ", 1),
    },
    Locale {
        name: "Turkish",
        first: [
            name(&["Işıl", "IŞIL"], &["isil", "ışıl"]),
            name(&["İbrahim", "I\u{307}brahim"], &["ibrahim", "IBRAHIM"]),
            name(&["Çağla"], &["cagla"]),
            name(&["Gülşen", "GÜLŞEN"], &["gulsen"]),
            name(&["Şükrü"], &["sukru"]),
        ],
        last: [
            name(&["Yıldız", "YILDIZ"], &["yildiz", "yıldız"]),
            name(&["Öztürk"], &["ozturk"]),
            name(&["Çelik"], &["CELIK", "çelik"]),
            name(&["Kılıç", "KILIÇ"], &["kilic"]),
            name(&["Ağaoğlu"], &["agaoglu"]),
        ],
        beginning: ("İBR", 1),
    },
    Locale {
        name: "Russian",
        first: [
            name(&["Алёна", "АЛЁНА"], &["алена", "алёна"]),
            name(&["Андрей", "Андреи\u{306}"], &["андрей", "АНДРЕЙ"]),
            name(&["Семён"], &["семен"]),
            name(&["Зоя"], &["ЗОЯ"]),
            name(&["Юлия"], &["юлия"]),
        ],
        last: [
            name(&["Соловьёв"], &["соловьев"]),
            name(&["Королёва", "КОРОЛЁВА"], &["КОРОЛЕВА", "королёва"]),
            name(&["Майоров"], &["майоров"]),
            name(&["Щукин"], &["щукин"]),
            name(&["Ёлкина"], &["елкина"]),
        ],
        beginning: ("ЮЛ", 4),
    },
    Locale {
        name: "Greek",
        first: [
            name(&["Άγγελος", "ΑΓΓΕΛΟΣ"], &["αγγελος", "ΆΓΓΕΛΟΣ"]),
            name(&["Εύα"], &["ευα"]),
            name(&["Οδυσσέας", "ΟΔΥΣΣΈΑΣ"], &["οδυσσεας", "ΟΔΥΣΣΕΑΣ"]),
            name(&["Ζωή"], &["ζωη"]),
            name(&["Μαΐρη"], &["μαιρη"]),
        ],
        last: [
            name(&["Παπαδόπουλος", "ΠΑΠΑΔΟΠΟΥΛΟΣ"], &["παπαδοπουλος", "Παπαδοπουλοσ"]),
            name(&["Καραμανλής"], &["ΚΑΡΑΜΑΝΛΗΣ"]),
            name(&["Αθανασίου"], &["αθανασιου"]),
            name(&["Ξενάκης"], &["ξενακης"]),
            name(&["Λαζαρίδης"], &["λαζαριδης"]),
        ],
        beginning: ("οδυσ", 2),
    },
    Locale {
        name: "Arabic",
        first: [
            name(&["أحمد", "أَحْمَد", "احمد"], &["احمد", "أحمد"]),
            name(&["فاطمة", "فاطِمة"], &["فاطمة"]),
            name(&["محمد", "مُحَمَّد", "مـحـمـد"], &["محمد", "محمّد"]),
            name(&["لؤي"], &["لوي"]),
            name(&["رائد"], &["رايد", "رائد"]),
        ],
        last: [
            name(&["الخوارزمي", "الخَوارزمي"], &["الخوارزمي"]),
            name(&["الأنصاري"], &["الانصاري"]),
            name(&["السيد", "الســيد"], &["السيد"]),
            name(&["قباني", "قبّاني"], &["قباني"]),
            name(&["المصري"], &["المِصري"]),
        ],
        beginning: ("فاط", 1),
    },
    Locale {
        name: "Hebrew",
        first: [
            name(&["שרה", "שָׂרָה"], &["שרה", "שָׂרָה"]),
            name(&["דוד", "דָּוִד"], &["דוד"]),
            name(&["רבקה", "רִבְקָה"], &["רבקה"]),
            name(&["אסתר", "אֶסְתֵּר"], &["אסתר"]),
            name(&["משה", "מֹשֶׁה"], &["משה"]),
        ],
        last: [
            name(&["כהן", "כֹּהֵן"], &["כהן"]),
            name(&["לוי", "לֵוִי"], &["לוי"]),
            name(&["בן־עמי", "בֶּן-עַמִּי"], &["בן עמי"]),
            name(&["שפירא", "שַׁפִּירָא"], &["שפירא"]),
            name(&["פרץ"], &["פרץ"]),
        ],
        beginning: ("אסת", 3),
    },
    Locale {
        name: "Hindi",
        first: [
            name(&["प्रिया"], &["प्रिया"]),
            name(&["फ\u{93c}रहान", "\u{95e}रहान"], &["\u{95e}रहान", "फ\u{93c}रहान"]),
            name(&["कृष्ण"], &["कृष्ण"]),
            name(&["दीपिका"], &["दीपिका"]),
            name(&["अनिल"], &["अनिल"]),
        ],
        last: [
            name(&["शर्मा"], &["शर्मा"]),
            name(&["वर्मा"], &["वर्मा"]),
            name(&["गुप्ता"], &["गुप्ता"]),
            name(&["मिश्रा"], &["मिश्रा"]),
            name(&["त्रिवेदी"], &["त्रिवेदी"]),
        ],
        beginning: ("दीपि", 3),
    },
    Locale {
        name: "Thai",
        first: [
            name(&["สมชาย"], &["สมชาย"]),
            name(&["น้ำฝน", "น\u{e49}\u{e4d}าฝน"], &["น้ำฝน"]),
            name(&["กัญญา"], &["กัญญา"]),
            name(&["ธนพล"], &["ธนพล"]),
            name(&["พิมพ์"], &["พิมพ์"]),
        ],
        last: [
            name(&["แสงทอง"], &["แสงทอง"]),
            name(&["ศรีสุข"], &["ศรีสุข"]),
            name(&["วงศ์ใหญ่"], &["วงศ์ใหญ่"]),
            name(&["บุญมี"], &["บุญมี"]),
            name(&["ทองดี"], &["ทองดี"]),
        ],
        beginning: ("กัญ", 2),
    },
    Locale {
        name: "Chinese",
        first: [
            name(&["伟"], &["伟"]),
            name(&["秀英"], &["秀英"]),
            name(&["志强"], &["志强"]),
            name(&["美玲"], &["美玲"]),
            name(&["建国"], &["建国"]),
        ],
        last: [
            name(&["王"], &["王"]),
            name(&["李", "\u{f9e1}"], &["李"]),
            name(&["欧阳"], &["欧阳"]),
            name(&["司马"], &["司马"]),
            name(&["陈"], &["陈"]),
        ],
        beginning: ("美", 3),
    },
    Locale {
        name: "Japanese",
        first: [
            name(&["太郎"], &["太郎"]),
            name(&["アナベル", "ｱﾅﾍﾞﾙ"], &["アナベル", "ｱﾅﾍﾞﾙ"]),
            name(&["ガブリエル", "ｶﾞﾌﾞﾘｴﾙ", "カ\u{3099}ブリエル"], &["ガブリエル"]),
            name(&["さくら"], &["さくら"]),
            name(&["はな・こ", "はな こ"], &["はな こ"]),
        ],
        last: [
            name(&["山田"], &["山田"]),
            name(&["佐藤"], &["佐藤"]),
            name(&["鈴木"], &["鈴木"]),
            name(&["渡辺"], &["渡辺"]),
            name(&["ヴェルデ", "ｳﾞｪﾙﾃﾞ"], &["ヴェルデ", "ｳﾞｪﾙﾃﾞ"]),
        ],
        beginning: ("さく", 3),
    },
    Locale {
        name: "Korean",
        first: [
            name(&["민준", "\u{1106}\u{1175}\u{11ab}\u{110c}\u{116e}\u{11ab}"], &["민준"]),
            name(&["서연"], &["서연", "\u{1109}\u{1165}\u{110b}\u{1167}\u{11ab}"]),
            name(&["지우"], &["지우"]),
            name(&["하은"], &["하은"]),
            name(&["도윤"], &["도윤"]),
        ],
        last: [
            name(&["김", "\u{1100}\u{1175}\u{11b7}"], &["김"]),
            name(&["이"], &["이"]),
            name(&["박"], &["박", "\u{1107}\u{1161}\u{11a8}"]),
            name(&["최"], &["최"]),
            name(&["남궁"], &["남궁"]),
        ],
        beginning: ("하", 3),
    },
    Locale {
        name: "Armenian",
        first: [
            name(&["Արամ", "ԱՐԱՄ"], &["արամ", "ԱՐԱՄ"]),
            name(&["Սևան", "Սեւան"], &["սեւան", "ՍԵՒԱՆ"]),
            name(&["Անահիտ"], &["անահիտ"]),
            name(&["Գևորգ"], &["գեւորգ", "գևորգ"]),
            name(&["Լիլիթ"], &["ԼԻԼԻԹ"]),
        ],
        last: [
            name(&["Պետրոսյան"], &["պետրոսյան"]),
            name(&["Սարգսյան"], &["ՍԱՐԳՍՅԱՆ"]),
            name(&["Խաչատրյան"], &["խաչատրյան"]),
            name(&["Տերտերյան"], &["տերտերյան"]),
            name(&["Հակոբյան"], &["ՀԱԿՈԲՅԱՆ"]),
        ],
        beginning: ("ԳԵՒ", 3),
    },
    Locale {
        name: "Georgian",
        first: [
            name(&["ნინო", "ᲜᲘᲜᲝ"], &["ნინო", "ᲜᲘᲜᲝ"]),
            name(&["გიორგი"], &["გიორგი", "ᲒᲘᲝᲠᲒᲘ"]),
            name(&["თამარ"], &["თამარ"]),
            name(&["ლაშა"], &["ლაშა"]),
            name(&["ქეთევან"], &["ქეთევან"]),
        ],
        last: [
            name(&["ბერიძე", "ᲑᲔᲠᲘᲫᲔ"], &["ბერიძე"]),
            name(&["კაპანაძე"], &["კაპანაძე"]),
            name(&["გელაშვილი"], &["გელაშვილი"]),
            name(&["მაისურაძე"], &["მაისურაძე"]),
            name(&["ჯაფარიძე"], &["ჯაფარიძე"]),
        ],
        beginning: ("ქეთ", 4),
    },
    Locale {
        name: "Tamil",
        first: [
            name(&["முருகன்"], &["முருகன்"]),
            name(&["கவிதா"], &["கவிதா"]),
            name(&["செல்வி"], &["செல்வி"]),
            name(&["கொ\u{bb4}ுமதி", "க\u{bc6}\u{bbe}\u{bb4}ுமதி"], &["கொ\u{bb4}ுமதி"]),
            name(&["அருண்"], &["அருண்"]),
        ],
        last: [
            name(&["நடராஜன்"], &["நடராஜன்"]),
            name(&["பாரதி"], &["பாரதி"]),
            name(&["ராமன்"], &["ராமன்"]),
            name(&["வேலு"], &["வேலு"]),
            name(&["சுப்பிரமணியம்"], &["சுப்பிரமணியம்"]),
        ],
        beginning: ("செல்", 2),
    },
    Locale {
        name: "Amharic",
        first: [
            name(&["አበበ"], &["አበበ"]),
            name(&["ሰላም"], &["ሰላም"]),
            name(&["ተስፋዬ"], &["ተስፋዬ"]),
            name(&["ሀና"], &["ሀና"]),
            name(&["ዮሐንስ"], &["ዮሐንስ"]),
        ],
        last: [
            name(&["ከበደ"], &["ከበደ"]),
            name(&["ተሰማ"], &["ተሰማ"]),
            name(&["ወልዴ"], &["ወልዴ"]),
            name(&["መኮንን"], &["መኮንን"]),
            name(&["አየለ"], &["አየለ"]),
        ],
        beginning: ("ተስ", 2),
    },
    Locale {
        name: "English, typed on a keyboard for full width",
        first: [
            name(&["Anton", "Ａｎｔｏｎ"], &["anton", "ＡＮＴＯＮ"]),
            name(&["Bruno", "Ｂｒｕｎｏ"], &["bruno"]),
            name(&["Fiona", "ﬁona"], &["FIONA", "ﬁona"]),
            name(&["Offa", "Oﬀa"], &["offa"]),
            name(&["Mary Ann", "Mary-Ann"], &["mary ann", "MARY  ANN"]),
        ],
        last: [
            name(&["O'Brien", "O’Brien"], &["o'brien", "O BRIEN"]),
            name(&["MacDonald", "ＭＡＣＤＯＮＡＬＤ"], &["macdonald"]),
            name(&["van der Berg"], &["Van der Berg"]),
            name(&["Smith-Jones", "Smith Jones"], &["smith jones"]),
            name(&["Wright"], &["wright"]),
        ],
        beginning: ("ｆｉｏ", 2),
    },
];
