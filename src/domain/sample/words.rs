//! The words that made-up people are made of.

/// A word as it is written, and in letters that an address may have.
pub struct Word(pub &'static str, pub &'static str);

/// Where people are at home, and what they are called there.
pub struct Home {
    /// The city.
    pub city: &'static str,
    /// The country (ISO 3166-1).
    pub country: &'static str,
    /// A postal code.
    pub code: &'static str,
    /// Streets that are nowhere.
    pub streets: &'static [&'static str],
    /// First names.
    pub first: &'static [Word],
    /// Last names.
    pub last: &'static [Word],
}

const fn w(written: &'static str, plain: &'static str) -> Word {
    Word(written, plain)
}

/// Homes of every script.
pub static HOMES: [Home; 14] = [
    Home {
        city: "Lagos",
        country: "NG",
        code: "100001",
        streets: &["Marina", "Palm Close", "Harbour Road"],
        first: &[
            w("Ines", "ines"),
            w("Chidi", "chidi"),
            w("Adaeze", "adaeze"),
            w("Tunde", "tunde"),
            w("Folake", "folake"),
            w("Emeka", "emeka"),
        ],
        last: &[
            w("Okoro", "okoro"),
            w("Adeyemi", "adeyemi"),
            w("Nwosu", "nwosu"),
            w("Balogun", "balogun"),
            w("Eze", "eze"),
        ],
    },
    Home {
        city: "Manchester",
        country: "GB",
        code: "M1 1AA",
        streets: &["Mill Lane", "Canal Street", "Orchard Row"],
        first: &[
            w("Poppy", "poppy"),
            w("Callum", "callum"),
            w("Bethan", "bethan"),
            w("Rory", "rory"),
            w("Saoirse", "saoirse"),
            w("Idris", "idris"),
        ],
        last: &[
            w("Whitlock", "whitlock"),
            w("O’Donnell", "odonnell"),
            w("Ashworth-Featherstonehaugh", "ashworth"),
            w("Pryce", "pryce"),
            w("McAllister", "mcallister"),
        ],
    },
    Home {
        city: "Portland",
        country: "US",
        code: "97201",
        streets: &["Juniper Avenue", "Foundry Street", "Lakeview Drive"],
        first: &[
            w("Marcus", "marcus"),
            w("Dolores", "dolores"),
            w("Wren", "wren"),
            w("Jamal", "jamal"),
            w("Ruth", "ruth"),
            w("Xochitl", "xochitl"),
        ],
        last: &[
            w("Hollis", "hollis"),
            w("Vandermeer", "vandermeer"),
            w("Reyes", "reyes"),
            w("Washington", "washington"),
            w("Li", "li"),
        ],
    },
    Home {
        city: "Köln",
        country: "DE",
        code: "50667",
        streets: &["Lindenweg", "Am Rheinufer", "Schäfergasse"],
        first: &[
            w("Jörg", "joerg"),
            w("Änne", "aenne"),
            w("Käthe", "kaethe"),
            w("Maximilian", "maximilian"),
            w("Yasemin", "yasemin"),
            w("Björn", "bjoern"),
        ],
        last: &[
            w("Müller-Lüdenscheidt", "mueller"),
            w("Groß", "gross"),
            w("Öztürk", "oeztuerk"),
            w("von der Heide", "vonderheide"),
            w("Krüger", "krueger"),
        ],
    },
    Home {
        city: "Sevilla",
        country: "ES",
        code: "41001",
        streets: &["Calle del Río", "Plaza Nueva", "Avenida del Sol"],
        first: &[
            w("José", "jose"),
            w("Lucía", "lucia"),
            w("Íñigo", "inigo"),
            w("Nuria", "nuria"),
            w("Ángel", "angel"),
            w("Begoña", "begona"),
        ],
        last: &[w("Álvarez Marín", "alvarez"), w("Muñoz", "munoz"), w("de la Peña", "delapena"), w("Ibáñez", "ibanez")],
    },
    Home {
        city: "Łódź",
        country: "PL",
        code: "90-001",
        streets: &["ulica Lipowa", "ulica Młyńska"],
        first: &[
            w("Łukasz", "lukasz"),
            w("Małgorzata", "malgorzata"),
            w("Grażyna", "grazyna"),
            w("Zbigniew", "zbigniew"),
        ],
        last: &[
            w("Wiśniewska", "wisniewska"),
            w("Żółkiewski", "zolkiewski"),
            w("Brzęczyszczykiewicz", "brzeczyszczykiewicz"),
        ],
    },
    Home {
        city: "Αθήνα",
        country: "GR",
        code: "105 57",
        streets: &["Οδός Ελιάς", "Οδός Λιμανιού"],
        first: &[w("Ελένη", "eleni"), w("Γιώργος", "giorgos"), w("Σοφία", "sofia"), w("Νίκος", "nikos")],
        last: &[w("Παπαδοπούλου", "papadopoulou"), w("Οικονόμου", "oikonomou"), w("Βλάχος", "vlachos")],
    },
    Home {
        city: "Київ",
        country: "UA",
        code: "01001",
        streets: &["вулиця Садова", "вулиця Річна"],
        first: &[
            w("Олена", "olena"),
            w("Тарас", "taras"),
            w("Ірина", "iryna"),
            w("Богдан", "bohdan"),
            w("Соломія", "solomiia"),
        ],
        last: &[
            w("Шевчук", "shevchuk"),
            w("Коваленко", "kovalenko"),
            w("Їжак", "yizhak"),
            w("Бондаренко", "bondarenko"),
        ],
    },
    Home {
        city: "القاهرة",
        country: "EG",
        code: "11511",
        streets: &["شارع النيل", "شارع الحديقة"],
        first: &[w("ليلى", "layla"), w("يوسف", "yousef"), w("مريم", "maryam"), w("عمر", "omar"), w("نور", "nour")],
        last: &[w("حداد", "haddad"), w("المصري", "almasri"), w("عبد الرحمن", "abdelrahman"), w("الخطيب", "alkhatib")],
    },
    Home {
        city: "חיפה",
        country: "IL",
        code: "3100000",
        streets: &["רחוב הגפן", "שדרות הים"],
        first: &[w("נועה", "noa"), w("איתי", "itai"), w("תמר", "tamar"), w("יונתן", "yonatan")],
        last: &[w("כהן", "cohen"), w("לוי", "levi"), w("בן־דוד", "bendavid"), w("שפירא", "shapira")],
    },
    Home {
        city: "पुणे",
        country: "IN",
        code: "411001",
        streets: &["नदी मार्ग", "बाग रस्ता"],
        first: &[w("प्रिया", "priya"), w("अर्जुन", "arjun"), w("मीरा", "meera"), w("रोहन", "rohan"), w("काव्या", "kavya")],
        last: &[w("शर्मा", "sharma"), w("देशपांडे", "deshpande"), w("कुलकर्णी", "kulkarni"), w("पाटील", "patil")],
    },
    Home {
        city: "เชียงใหม่",
        country: "TH",
        code: "50000",
        streets: &["ถนนสายน้ำ", "ซอยดอกไม้"],
        first: &[w("สมชาย", "somchai"), w("มาลี", "malee"), w("อรุณ", "arun"), w("พิมพ์ชนก", "pimchanok")],
        last: &[w("ใจดี", "jaidee"), w("ศรีสุวรรณ", "srisuwan"), w("วงศ์ทอง", "wongthong")],
    },
    Home {
        city: "大阪市",
        country: "JP",
        code: "530-0001",
        streets: &["川端町", "桜通り"],
        first: &[w("太郎", "taro"), w("さくら", "sakura"), w("結衣", "yui"), w("ハナ", "hana"), w("健", "ken")],
        last: &[w("山田", "yamada"), w("佐藤", "sato"), w("小鳥遊", "takanashi"), w("渡辺", "watanabe")],
    },
    Home {
        city: "서울",
        country: "KR",
        code: "04524",
        streets: &["강변로", "은행나무길"],
        first: &[w("지우", "jiwoo"), w("서연", "seoyeon"), w("민준", "minjun"), w("하늘", "haneul")],
        last: &[w("김", "kim"), w("이", "lee"), w("박", "park"), w("남궁", "namgung")],
    },
];

/// Organizations that are none, each with a domain that leads nowhere.
pub static ORGANIZATIONS: [(&str, &str); 40] = [
    ("Alder & Finch", "alder-finch.invalid"),
    ("Amberline Logistics", "amberline.invalid"),
    ("Barley Street Bakery", "barley-street.invalid"),
    ("Blue Heron Surveyors", "blue-heron.invalid"),
    ("Bootswerft Nordlicht GmbH", "nordlicht.invalid"),
    ("Brookvale Dental", "brookvale.invalid"),
    ("Cinder Hill Pottery", "cinder-hill.invalid"),
    ("Copperfield Press", "copperfield.invalid"),
    ("Cumulus Cycles", "cumulus-cycles.invalid"),
    ("Dry Dock Books", "dry-dock.invalid"),
    ("Eastgate Foods", "eastgate.invalid"),
    ("Fennel Kitchen Works", "fennel.invalid"),
    ("Firefly Instruments", "firefly.invalid"),
    ("Granary Lane Architects", "granary-lane.invalid"),
    ("Greyhound Freight", "greyhound.invalid"),
    ("Harbour & Vane", "harbour-vane.invalid"),
    ("Iberia Azulejos", "azulejos.invalid"),
    ("Juniper Opticians", "juniper.invalid"),
    ("Kestrel Observatory", "kestrel.invalid"),
    ("Lantern Theatre", "lantern.invalid"),
    ("Longshore Textiles", "longshore.invalid"),
    ("Magpie Toys", "magpie.invalid"),
    ("Meridian Clockmakers", "meridian.invalid"),
    ("Mossbank Nurseries", "mossbank.invalid"),
    ("Northwind", "northwind.invalid"),
    ("Ochre & Sons", "ochre.invalid"),
    ("Paper Lantern Travel", "paper-lantern.invalid"),
    ("Quarry Road Clinic", "quarry-road.invalid"),
    ("Riverside Veterinary", "riverside.invalid"),
    ("Saltmarsh Energy", "saltmarsh.invalid"),
    ("Tidewater Insurance", "tidewater.invalid"),
    ("Umbra Film", "umbra.invalid"),
    ("Violet Hour Tea", "violet-hour.invalid"),
    ("Wren & Co", "wren.invalid"),
    ("Обсерваторія Північ", "pivnich.invalid"),
    ("شركة الواحة", "alwaha.invalid"),
    ("みなと製作所", "minato.invalid"),
    ("한강서점", "hangang.invalid"),
    ("गंगा वस्त्र", "ganga.invalid"),
    ("Ελιά & Θάλασσα", "elia.invalid"),
];

/// What people do.
pub static JOBS: [&str; 16] = [
    "Buyer",
    "Office manager",
    "Head of operations",
    "Software developer",
    "Bookkeeper",
    "Designer",
    "Founder",
    "Shop assistant",
    "Veterinarian",
    "Project manager",
    "Support lead",
    "Librarian",
    "Chief financial officer",
    "Electrician",
    "Teacher",
    "Head of procurement, northern region",
];

/// What is noted of people.
pub static NOTES: [&str; 10] = [
    "Met at the fair.",
    "Prefers to be called in the morning.",
    "Pays by invoice, thirty days.",
    "Asked for the new catalogue twice; send it with the next order.",
    "Moved here from a competitor. Likes short answers.",
    "Invoices go to the accounts department, not to this person.",
    "Speaks German and Spanish, reads English.",
    "Away on Fridays.\nIn urgent cases ask for the deputy.",
    "Returned the first delivery; everything since went well.",
    "Wants no newsletter.",
];
