"""Codes in the shared data that are no state in their year, each looked at.

Most are states that were not there yet or any more: trade of colonies, treaties made before membership or under
occupation, rivalries of the centuries before 1816 (324 is Venice, 679 the Yemen that was 678 then), successors and
predecessors in the year of a change (260 in 1990). Two names of the ideal points are encoded twice.
"""

from counterpoise.datasets.unplaced import MISSING, OUTSIDE, UNKNOWN

NOT_STATES: dict[tuple[str, str], dict[str, str]] = {
    ("cow_nmc_1816_2022.csv.gz", "ccode"): {
        OUTSIDE: "260 1990",
    },
    ("cow_trade_national_4.0.csv", "ccode"): {
        OUTSIDE: (
            "31 1960-1972; 51 1960-1961; 52 1960-1961; 53 1960-1965; 54 1960-1977; 55 1960-1973; 56 "
            "1960-1978; 57 1960-1978; 58 1960-1980; 60 1960-1982; 80 1960-1980; 110 1960-1965; 115 "
            "1960-1974; 255 1960-1989; 260 1990; 265 2007-2009; 315 2007-2009; 338 1960-1963; 341 "
            "1998-2005; 403 1960-1974; 404 1960-1973; 411 1960-1967; 420 1960-1964; 451 1960; 500 "
            "1960-1961; 501 1960-1962; 510 1960; 516 1960-1961; 517 1960-1961; 522 1960-1976; 540 "
            "1960-1974; 541 1960-1974; 551 1960-1963; 552 1960-1964; 553 1960-1963; 565 1960-1989; "
            "570 1960-1965; 571 1960-1965; 572 1960-1967; 581 1960-1974; 590 1960-1967; 591 "
            "1960-1975; 615 1960-1961; 680 1960-1966; 690 1960; 692 1960-1970; 694 1960-1970; 696 "
            "1960-1970; 698 1960-1970; 771 1960-1970; 781 1960-1964; 830 1960-1964; 835 1960-1983; "
            "910 1960-1974; 935 1960-1980; 940 1960-1977; 946 1960-1998; 947 1960-1999; 950 "
            "1960-1969; 955 1960-1998; 970 1960-1998; 990 1960-1975"
        ),
    },
    ("cow_trade_dyadic_4.0_1870_2014.parquet", "ccode1"): {
        OUTSIDE: "260 1990",
    },
    ("cow_mid_dirdisps.parquet", "ccode1"): {
        OUTSIDE: "20 1918-1919",
    },
    ("atop_alliance_directed_dyad_year.parquet", "ccode1"): {
        OUTSIDE: (
            "60 1981-1982; 91 1885-1890; 93 1888-1890; 94 1887-1918; 130 1832-1846; 135 1832-1838; "
            "165 1851-1881; 200 1815; 210 1815-1944; 211 1942-1944; 212 1942-1943; 220 1815; 221 "
            "1975-1992; 223 1975-1989; 240 1815-1836; 245 1815; 255 1815; 260 1954-1990; 267 1815; "
            "269 1815; 271 1815; 273 1815; 275 1815-1871; 280 1815-1842; 290 1942-1944; 300 1815; 315 "
            "1942-1993; 316 1992; 317 1992; 329 1815; 331 1975-1991; 335 1848-1850; 337 1815; 341 "
            "1912-1915; 345 1942-1943; 350 1942-1943; 355 1904-1907; 365 1815; 385 1942-1944; 645 "
            "1930-1931; 651 1936; 663 1945; 710 1846-1856; 780 1947; 835 1979-1983; 946 1979-1998; "
            "947 1979-1999; 955 1998; 990 1975"
        ),
    },
    ("cow_gcdf.csv", "ccode"): {
        OUTSIDE: "626 2007-2010",
    },
    ("cw_democracy.parquet", "ccode"): {
        OUTSIDE: "260 1990",
    },
    ("cw_gdppop.parquet", "ccode"): {
        OUTSIDE: "260 1990",
    },
    ("cw_gw_panel.parquet", "ccode"): {
        MISSING: "None 1816-2025",
        OUTSIDE: "260 1990",
    },
    ("cw_gw_panel.parquet", "gwcode"): {
        MISSING: "None 1856-1953",
        OUTSIDE: "652 1959",
    },
    ("cw_gw_panel.parquet", "cw_name"): {
        MISSING: "None 1816-2025",
    },
    ("cow_states2016.csv", "ccode"): {
        OUTSIDE: "260 1990",
    },
    ("tss_rivalries.csv", "ccode1"): {
        OUTSIDE: (
            "93 1842-1858; 94 1842-1858; 200 1494-1716; 210 1579-1713; 220 1494-1716; 230 1494-1793; "
            "235 1494-1580; 255 1744-1807; 300 1494-1700; 305 1701-1870; 324 1494-1717; 365 "
            "1697-1807; 380 1697-1721; 530 1868-1882; 630 1816-1828; 640 1494-1717; 651 1828-1841; "
            "679 1931-1982; 775 1816-1826; 800 1816-1884; 816 1816-1884"
        ),
    },
    ("td_rivalries.csv", "ccode1"): {
        OUTSIDE: (
            "42 1845-1893; 93 1842-1858; 94 1842-1858; 200 1494-1808; 210 1579-1713; 220 1494-1716; "
            "230 1494-1808; 235 1494-1580; 255 1744-1807; 300 1701-1793; 324 1494-1717; 365 "
            "1700-1815; 380 1700-1815; 530 1868-1882; 630 1816-1828; 640 1494-1717; 651 1828-1841; "
            "679 1932-1934; 775 1816-1826; 800 1816-1884; 816 1816-1884"
        ),
    },
    ("archigos.csv", "gwcode"): {
        OUTSIDE: "711 1875-1895; 781 1953-1957",
    },
    ("un_votes.parquet", "country_code"): {
        MISSING: "None 1947-1990",
    },
    ("IdealpointsJuly2025.dta", "ccode"): {
        OUTSIDE: "260 1990; 331 1991; 346 1991; 452 1956; 590 1967",
    },
    ("IdealpointsJuly2025.dta", "iso3c"): {
        MISSING: "None 1948-2000",
    },
    ("IdealpointsJuly2025.dta", "countryname"): {
        MISSING: "None 1948-2000",
        UNKNOWN: "CÃ´te dâIvoire 1960-2024; SÃ£o TomÃ© & PrÃ­ncipe 1975-2024",
    },
    ("IdealpointestimatesAll_Apr2020.csv", "ccode"): {
        OUTSIDE: "260 1990; 331 1991; 346 1991; 452 1956; 590 1967",
    },
    ("IdealpointestimatesAll_Apr2020.csv", "iso3c"): {
        OUTSIDE: "BIH 1991; GHA 1956; MUS 1967",
    },
    ("IdealpointestimatesAll_Apr2020.csv", "Countryname"): {
        OUTSIDE: "Bosnia & Herzegovina 1991; Ghana 1956; Mauritius 1967",
    },
    ("us_foreign_aid_country.csv", "country_code"): {
        MISSING: "None 1946-2016",
        OUTSIDE: (
            "BDI 1961; BEN 1959; BHS 1956-1969; BLZ 1956-1980; BWA 1965; COD 1952-1959; CS-KM "
            "1997-2007; DEU 1946-1948; DZA 1956-1961; EST 1990; GHA 1952-1956; GMB 1956-1964; GUY "
            "1952-1965; JAM 1956-1961; KEN 1954-1962; KOR 1946-1947; LSO 1961-1965; LTU 1990; LVA "
            "1990; MAR 1952-1955; MDG 1959; MLT 1952-1963; MMR 1947; MNE 1996-2005; MUS 1958-1967; "
            "MWI 1956-1963; MYS 1954-1956; NGA 1952-1959; PNG 1952-1963; SCG 1946-1979; SGP "
            "1955-1964; SLE 1952-1960; SOM 1954-1959; SSD 2006-2010; SUR 1954-1973; SWZ 1961-1967; "
            "SYC 1961-1975; TGO 1959; TLS 1999-2001; TTO 1956-1961; TUN 1952-1955; TZA 1958-1960; UGA "
            "1954-1961; YUF 1992-1998; ZMB 1953-1963; ZWE 1954-1964"
        ),
        "observer at the United Nations": "PSE 1988-2021",
        "region": (
            "ANS 2001-2019; ASN 1946-2021; CCN 2001-2020; CNA 1961-2021; CRN 1955-2021; EAG "
            "1961-2021; EAQ 1997-2020; ECN 2012-2015; EEE 1997-2019; EEN 1991-2021; EES 1992-2020; "
            "ENS 1996-2021; ESN 2003-2005; EUN 1996-2020; EUS 1992-2021; LAN 1952-2018; LCN "
            "1988-2021; MEN 1998-2021; MNA 1996-2020; MNS 1952-2021; NAN 2006-2020; NCN 2013-2020; "
            "OCN 1946-2021; SAG 2001-2021; SAN 1988-2021; SCN 2006-2020; SEA 1999-2020; SMN "
            "2001-2021; SSN 1952-2021; WAN 1999-2021; WEC 1950-2012; WHN 2004-2020; WLD 1946-2021"
        ),
        "territory": (
            "ABW 1999-2019; AIA 1989-2020; ANT 1998-2010; BMU 2005-2015; COK 2010-2012; CUW "
            "2011-2020; CYM 2004-2013; ESH 2000-2020; GUF 2007; HKG 1953-2020; IOT 2006-2016; MAC "
            "2004-2014; MSR 2005-2010; MTQ 2000-2011; NCL 2006-2011; PIT 2002-2011; PYF 2008; TCA "
            "1988-2019; TIB 1990-2019; VGB 2000-2001"
        ),
    },
    ("us_foreign_aid_country.csv", "country_name"): {
        OUTSIDE: (
            "Algeria 1956-1961; Bahamas 1956-1969; Belize 1956-1980; Benin 1959; Botswana 1965; Burma "
            "(Myanmar) 1947; Burundi 1961; Congo (Kinshasa) 1952-1959; Czechoslovakia (former) "
            "2001-2002; Estonia 1990; Eswatini 1961-1967; Gambia 1956-1964; Germany 1946-1948; Ghana "
            "1952-1956; Guyana 1952-1965; Jamaica 1956-1961; Kenya 1954-1962; Korea Republic "
            "1946-1947; Kosovo 1997-2007; Latvia 1990; Lesotho 1961-1965; Lithuania 1990; Madagascar "
            "1959; Malawi 1956-1963; Malaysia 1954-1956; Malta 1952-1963; Mauritius 1958-1967; "
            "Montenegro 1996-2005; Morocco 1952-1955; Nigeria 1952-1959; Papua New Guinea 1952-1963; "
            "Serbia and Montenegro (former) 1946-1979; Seychelles 1961-1975; Sierra Leone 1952-1960; "
            "Singapore 1955-1964; Somalia 1954-1959; South Sudan 2006-2010; Suriname 1954-1973; "
            "Tanzania 1958-1960; Timor-Leste 1999-2001; Togo 1959; Trinidad and Tobago 1956-1961; "
            "Tunisia 1952-1955; Uganda 1954-1961; Vietnam (former South) 1976-1978; Yugoslavia "
            "(former) 1992-1998; Zambia 1953-1963; Zimbabwe 1954-1964"
        ),
        "observer at the United Nations": "West Bank/Gaza 1988-2021",
        "region": (
            "Asia Region 1946-2021; Asia, Middle East and North Africa Region 2001-2019; Caribbean "
            "Region 1955-2021; Central America Region 1961-2021; Central America and Caribbean Region "
            "2001-2020; Central and Eastern Europe Region 1997-2019; East Asia and Oceania Region "
            "1997-2020; East and South Africa Region 2003-2005; Eastern Africa Region 1961-2021; "
            "Eastern Asia Region 1996-2021; Eastern Europe Region 1991-2021; Eastern and Central "
            "Africa Region 2012-2015; Eurasia Region 1992-2021; Europe Region 1996-2020; Europe and "
            "Eurasia Region 1992-2020; Latin America Region 1952-2018; Latin America and Caribbean "
            "Region 1988-2021; Middle East Region 1998-2021; Middle East and North Africa Region "
            "1952-2021; North Africa Region 1996-2020; North America Region 2006-2020; North and "
            "Central America Region 2013-2020; Oceania Region 1946-2021; South America Region "
            "2001-2021; South East Asia Region 1999-2020; South and Central Asia Region 2006-2020; "
            "Southern Africa Region 2001-2021; Southern Asia Region 1988-2021; Sub-Saharan Africa "
            "Region 1952-2021; West Africa Region 1999-2021; Western Europe Region 1950-2012; Western "
            "Hemisphere Region 2004-2020; World 1946-2021"
        ),
        "territory": (
            "Anguilla 1989-2020; Aruba 1999-2019; Berlin, West 1953-1962; Bermuda 2005-2015; British "
            "Indian Ocean Territory 2006-2016; British Virgin Islands 2000-2001; Cayman Islands "
            "2004-2013; China (Tibet) 1990-2019; Cook Islands 2010-2012; Curacao 2011-2020; French "
            "Guiana 2007; French Polynesia 2008; Hong Kong 1953-2020; Macau 2004-2014; Martinique "
            "2000-2011; Montserrat 2005-2010; Netherlands Antilles (former) 1998-2010; New Caledonia "
            "2006-2011; Pacific Island Trust Territory 2002-2011; Turks and Caicos Islands 1988-2019; "
            "Western (Spanish) Sahara 2000-2020"
        ),
    },
    ("ChinesePublicDiplomacy.csv", "receiving_country"): {
        OUTSIDE: "Timor-Leste 2000-2001",
        "territory": "Cook Islands 2000-2018",
    },
    ("data_gpr_export.xls", "code"): {
        "territory": "HKG 2024",
    },
    ("arms_import_shares_5y_from_register.csv", "country"): {
        OUTSIDE: "SGP 1959",
    },
    ("sipri_trade_register_SYNTHETIC.csv", "Supplier"): {
        "unspecified": "unknown supplier(s) 2010",
    },
}
"""What is no state, by file and first column, then by kind: codes with the years of their rows."""
