from tortoise import BaseDBAsyncClient

RUN_IN_TRANSACTION = True

UPGRADE = {
    "sqlite": """
CREATE TABLE IF NOT EXISTS "rate_bucket" (
    "key" VARCHAR(64) NOT NULL PRIMARY KEY,
    "level" REAL NOT NULL,
    "lease" REAL NOT NULL,
    "at" REAL NOT NULL
) /* A bucket of points that fills up again: how many it held when a process took some of them last. */
""",
    "postgres": """
-- UNLOGGED: what a crash empties is full again within a minute, and a lease needs no flush of the log
CREATE UNLOGGED TABLE IF NOT EXISTS "rate_bucket" (
    "key" VARCHAR(64) NOT NULL PRIMARY KEY,
    "level" DOUBLE PRECISION NOT NULL,
    "lease" DOUBLE PRECISION NOT NULL,
    "at" DOUBLE PRECISION NOT NULL
);
COMMENT ON TABLE "rate_bucket" IS 'A bucket of points that fills up again: how many it held when a process took some of them last.'
""",
}

DOWNGRADE = {
    "sqlite": """
DROP TABLE IF EXISTS "rate_bucket"
""",
    "postgres": """
DROP TABLE IF EXISTS "rate_bucket"
""",
}


async def upgrade(db: BaseDBAsyncClient) -> str:
    return UPGRADE[db.capabilities.dialect]


async def downgrade(db: BaseDBAsyncClient) -> str:
    return DOWNGRADE[db.capabilities.dialect]


MODELS_STATE = (
    "eJztXWlzozje/yoqv9meKk9Xxzm627u1VcQmaWZ8ZG2njx1PMcQoMRUsPICTzs4z3/2RxA"
    "0CC4wdTPOi0yD0F/in63/rr9bKUKFuve3pirZqdcFfLaSsIL6IPmiDlrJeB8WkwFbudFpz"
    "4Ve5s2xTWdi48F7RLYiLVGgtTG1tawYiVQWwUCwIjHugLBaaCpHdBpquI2hZbbBSbGgizX"
    "4BhglUqNhLWhEBDVkbE6pgDU3LQKTQXkKwMFZrBb28JW9WjQV+tYYe9vmSDdL+3EDZNh4g"
    "fmTiV/32Oy7WkAq/Q4vc/tW616Cu0uuWSyprKiFemPhdUJUVm9zhMkIKv69N/FUYHMtrzY"
    "UfbXSdYPyyphC3aGUMLr35m1RcP8r0ZZFOc95Fy2WP9vZW6l/RmgSoO3lh6JsVCmqvX+yl"
    "gfzqm42mviU05NkDRNAk3x3qUvJpbtd7RQ4yuMA2N9CHRA0KVHivbHQyMFr/ut+gBRkPgL"
    "6J/Dn7t/tpoWqyPBrP5Kk4k+VWYhy56IR73S1aYCgxTBqyCaJ//e20GwBCS1vkBb1PwuTN"
    "6cVPFALDsh9M+pDC1fqbEiq2IgcdGqCMNqs73P8JpHtLxWQjHVDE0MYfux+cPYj2AGprpX"
    "yXdYge7CW+7bzLAPmzMKE4d95RnA28Ojhrxsh90qGPCNwBvI/4Z7HBFTGOFGAJf5CCFjAB"
    "tEdbDsxeQYBzsK4VB7o17vVub4SZNB4JA1no9aS+OJp1AbN4jkbjkZxCkfpojiLFfWkqCl"
    "Mx9gq3dI4IBbkXhsI1rhS5naOJOBBuCLF7MUfSYDASp9MucC/maCjMxMlImn3rAv+StCvM"
    "PpH28H/xVZpraF3wDK2L9KF1ER9auoZg0aHl0VZ6aA0EoQvwnznCf3r0soc77Jch7qxfhk"
    "U64YyjD85Su+As3gMYXHtjFe2DgPpwvdDqT4SrWc4dyiHCY5/8N0fT28uhNJuJ/S7wL8nM"
    "upameLaQ4uAad9dInoifJfEL7jTvkpRejSdDOnlx2X9uxSltj1k8R3glEG9oBe+KvO/qdu"
    "q8jF7MUW8wpgXO/6TG+EYcOVWcq0LztsMzbzvp87YTHzUL4yltw90+aHziA46Z21FfJEtx"
    "P++48Qm7wL9k9yZ+OJBoX3lXRfrqI0dXfUztqY/xjnK5aNycadkyLc3BJrGpD9ht++JDo5"
    "hf8LBMF+ks00WCZfKA05UdUI8QN6Bzg648WXJ+kYBNXTvYT3h4uJN0Hu4kwcPBJyzRy1g4"
    "YwzyPi5lwx2lisFMim1tBd96z6vBzZUh5vYxO54KoLw24UIj+oeie2taWwccx+JXoZebPa"
    "NEXUD/w9vrzc1k/FUiogveYYMbwiAJE+nqmzS6JkySd11koz054ZkIJ+kT4SQ+EcI/KdF9"
    "M/jdZs+EGFkNVpwMYGfiVzo2Vpb1px4G9M1Q+EqxXr24Twbj0bVXPdQBmDW+THCjjmbPhP"
    "fQhO604F33mcSFOsHV+VRlEdr3dms9a5alwoWsIUerK7O0nenAp9E32G/HHsOmKxgO/Fl4"
    "4OKfbOVFP72FBn9e/DG3ePeSH3SfrMqaq6LsZYdrW+1k7KudxMYatdUkOUzCKqYs7hHKLC"
    "6TXBwh+llbrTQUpzNheBPZbwn/SZ50InutV/omzvj7jYAv0uwTILfgv+ORGLfS+PVm/22R"
    "b1I2tiEj41lW1DAmXrFXFN1QNncrzS7W0XHaErq6YktanXo6aorlNY9Gqco0k1a3a7daRU"
    "NipGLqGjRlav7PCS2LdgeAt0+dQ9pHi8NL7Pr3j0ybszsYkyBfGSbUHtCv8CUhqccQ9Tw6"
    "gpaOc9wGpUHHmsqz7w4Rm7gYAfy7oU0xmOC1ZCL1Zq30oVwGxF47xzhut8LLmrwpIJMBfa"
    "csHp8VU5VTRrYJdWVtQYZN8NKlvPp1guukKCxKh7wSQzqpsCsDH5E0VKOJH5WRjMVmtTtQ"
    "fbeZusKkoYWyVhaazdhL8uAk+e3cQFMz1LriZUHb1mEJA2vqN1QnqMgKb3SM0MoeWfOTj1"
    "adVbxEQcoD/Unk3eRNyTUrzTPVX9G2uKfK0K+41Ul1jCCwbLgGGgIKoOT/sICu3cMueF4q"
    "dhv/hYj8NdpAQSotBM+KBSwF86xx40AZ7W13PW1cQl/VJbT2PovUkYk6mzgXc3R7Q2R74q"
    "fiXOT1cnL8mmQs209mzrPwfV5/p3DxzWT82XGhYZWW5xs1R/1x73Yojmay0Kfvi96Hnk/E"
    "4fhzpIZbUsSUyKXzzFB5JjWex+eVV3QINy55Jbnk4S3UyOXw4hNUeZBUyQyxgpaFGaM8tv"
    "0QSWPXz23Xz28GaOw8x6D9L6CgLkkxzdGtx6+ZPrDStJqYbldKp2lLe8K0J/TFLGXpXoVs"
    "1xzAkrADS0GGeB2qxBP/6VT3wy3vXmic5YNpbNZYBNbsJb23nw3gfLJpASwNa7YFVM3CI1"
    "PRmRGfJTXbCNoVWGzaGYJ2Xuf2w/uzHzDyki/0Miv2MuFptMnn1rXZwYerwAg+HEN/zsPP"
    "n6ez8+dJEduEkMFgZjgs+hQ1HLzvecbu+/Sh+z4xcu82mq7iDygQi8EgrYH4tO9ADLJyKz"
    "qGUc21IsfIaji2y4faNp5TQjTYGHv1awjuKc/KfJq+Mp8mVuaFsUG2mcuxNkRywIWi9+kw"
    "SwWXrjCdqUgE3SvoYcNUZHEG3ofoD4j21SQn2piiC64mJDKXxOTOkTTrAmk2R+KoC8RRIb"
    "VtuT3RODan445/oDpG+kvL9wE4BgWYyyFv8X5FVCyXXck3txssk7zRikXn1hIqur0siDGT"
    "uEF4i0dsdFyWoIIcBi0dJcAcnrHMuczhIhsdoQ3W27Fmzukd/GSpAvlAXrJV2525PPW8wb"
    "0rRm4zdYVJQ0+GttjV31pyWqkrSCtIFEHWUlvviNPQb6iuUFlwsTE1+0Uuw0196jbG66l+"
    "LO78+7XgIc/sxjDhBYtZlg0vVIvLP5ba2cgGDzxamkbVs8N18SXJl9fG/zs6VerYSk1wWD"
    "4Emg1oVi6L7S1bauuNSa8CfHw7w6TXJGV87aSMTULbMLY8lqmzdMvUWTJzia2YKRq3NMuf"
    "S/Bj56liudRnZPhietHnhayaDAUnYtWPc6+B1qmScdhVVIBkhGFz+Lw1AuurChV+GCxDqA"
    "iHyKYLFWq4FpdQca/p9NgGA19TbRdbOmBXa9j8CiycWWx+47kXmHXPeZwYcK100+55wo1h"
    "BVVNcWDKgXKUqoZYn3B5SZ5keEmeJL0kLe1/DJQvtQcJpUTmeBQxhLWjjAbH34v/+/ljp3"
    "N6+r7z7vTiw/nZ+/fnH959wHXpFycfvc/ohUvpWhrFAnRIQQz0pdI5v8gzuAOKGg7sCx4l"
    "wEW6FuAioQZYYCgejDRPKI5E+yH6AzrqXIsjcSIMcu6GHlkXuBdzNBT7Uo+UuBdFNDNZw9"
    "x3a033ak24Y691Q1FzJ36MkdVw9O8l4tKHLb+DVIy0hh5SR+IR5WGSnfrRxu99gPIjzDWt"
    "YmQ1nFZ72FSa6Msm+vL1dVG75Krbp57liqZFmEALMlUt4cftLG3LPa0om35NjlhMWhnYJN"
    "sQ0aW4nkpgSTIPEQsEVKldVUEG0ajQOuSZbQD8HabxBN8CAWwsl4Q8xi2t8PBlRWju92WN"
    "9qcCy1Q7Q/vj9nGRVMsRyoaxqjRjBb+vNdxcgW6OUjbdXOlu9ubkXV5bY4KwSasdl0Gt3N"
    "EDIZLDbkyVBDODWQ5GXwkcc6kO7JUwKMaZ5sRk3T1vSXScJ3thjODMwH84++DWKtYBVRja"
    "W+EPTWsO4HeSQhLJfBmiCCvhb7o8EqQZltdBdc7cqya0F0ti4qU5XJT1z/cmxOKARvQvL6"
    "Q8aB3cGyZ4NsxH8NvUPeAJ/DoQf09Lw1pW043AUYGlfqvAwWZCG6e7xumuPMRUiEclwxo8"
    "XSm6nmoPDqjqZBE+7by/8G3A5CbLHDYdCoNB0szbKIwbhfHrM19VTdfnuTEyGTTfwzGLLw"
    "sqbeXGZphHWptwpW1WvsOdF5BDmCNS4HB3SXYrJ+12fuqvVgBR3GeZtiP7OzguJcTwO/4A"
    "ixxJ7OPqQuaODW9It2hl/G305u+Gc3tdR8EmGiWU7ojHe+003XntNOG7Fp8svKxenO6HZp"
    "NdMHJyy1GqHxpAZUVSaCXBy/KhDGjqxDMf2ItSs6wNxEwII59c+sCNEP3Q41bFTIr3Q3nR"
    "C9P80OAd3zEjLXLkRk72idJ0Afk7RzeC1O8C8neOxp/FSf9WxI+ciznqCaOeOBjQ8z68yz"
    "gnzcMlfORgEj6m8ggf4yzCn8SR5B6a0O0GXj4sTldDB7kOj4NvJ93Dt5Nw8V2r93n9EEMk"
    "hSCumL5t7y6IlQ+LrcqancNO7acSK5hNsFHWHW+0cSWt1blPfQ5nvdkZ3TJzhlVSHxqdt5"
    "XyofU8MRg60ZCTRrpONJTUcLtOdGqs4J2hvhD3U2JDdk4cMduAOKsuSUSyBpHtpirSoAUs"
    "CMmD1T+BhceURU4BtZemsXlYgj+Iif+PpO50T+9obNYVWO3bGZrP2p8i2huPZhOhN8Pijn"
    "s1R59EYTD71AXO/0Wknw8cDOOHVH7xQyIbUhOoHkTZcQVPdzKCpzsJBTRcKZqeB2CfoIYI"
    "d855xB1cKyMVQELgWWOU8p3J4RHUEOFTniT6p+lZ9E9TDzRgaLLIOj11InAiAEdIYiD/a6"
    "ErlgX+cU1Q1hb/+PcRQs6bYqHxdd6v6JjOgDMkd59/ZJhhciVMrptoGRmkbh7vBiwesDyX"
    "cRrttyNUsdjHWsLluafsBNTUaeX4FL+pGDWBA/sIHEjR0+ymewnym7PUL5Hs5xkamGi9rU"
    "qYL14YMQ0IXikvQDWI0sPxMqMr7D+BAu41dbPQFPPFCTOGT7ivGcfH7twaQ7Hymz9OPR3u"
    "742upUq6FtPQC2ed9mgPaIe+nYq5zyMT+kNpJOE5L8zGky6I3M4RabELyN858rQx8lAYCd"
    "ekPF7i6WmCGtH7Inqb8s9JVBYLvBfmEczCFI1c1pwT90OfE1d1M/lxCOXV1HBUdyEqbh5n"
    "iwK5rbdFhYFqQLp7HDFjESjFJt7kN+fKb94oAXiVAOWJrURdgBmQHjmEnCG3hh+3swRXLC"
    "LKhJPxjzPnybtlad9/VrUHekyRiqVOjLsJnpWXNrgzNuQgI4OKnu64oGmxaLTUxsTLI2Ql"
    "1yqhRaYMawWDyq3biLHVEmO9bklAzSfJhsirbPprTaXrkSyNusC9mKPZl7F8hQXU8UTG8I"
    "2uxS5IFM3RdCbeyLc3mM65KCSm8rj8nqS7/J4kXH5XeIoZhT09AupKd9lsPMO4k79zJA4F"
    "adAF9D/cKcMp7pDhlHjHT6e/it+Igzy9KNI9JWdcJguovFSsZR77eYSoccnmcMleKjppPp"
    "eXQoSoQXk7yrZhr2ULLkzIUOSk4xwjqx/Sezl/A38AS/GYnQbEJzpcROO7fUFcXgoQCyI1"
    "N5Q+0eGgPDkKKO0iSVcDshKUuBVbDI5EZ+th0iRcbbrZFcTzZluNUDXa5C3ZQQNlx46qT3"
    "5dXEWB3Z4aNDKyqpQgyVXdDTT02ErX7NHHbS7Nnu5V5dDskbpOjnuMhgU0/G9p6EQZR5Lf"
    "K2CtWNazYRLt2yI1oT053hzBZzcJvgnXurKApDGW5u8Ab9whbKg65q8qOG41qr8ieiRp9F"
    "maCTNpPOqC4NrRHX0ZT/ryRMSkjgopuC+k6OMRwE/SBfAThgD+CFFubVKUqnYprcrXczRM"
    "cG2Z4BwRDo3T8F69BMpj0W4wT0LSlzDYM+9RJmu2DlXiYMpwVS8DJWV+DMezV4VP2gITGK"
    "bn60sqEixZfFaxRpqI64rzUAsTqhDZmqIz2dQMW0ScsHbb9MkZ38nJZ1lHJ58lnUvXmztd"
    "W7BTHl1qSDFfUmJUI3QxuO9ebEePXp/t+XIwvozszBjVS2kkTL69GQpff4psz4Px6NqrH5"
    "4Bl99mopA4u/oBYVhzZ1+M0tXGXnHg9ItNcoFADuBZXi7SF5eLxm/9x5EDovH3li1jLqxI"
    "R8dpG+tWlXu6OvrDSrgk19x7/vjF4oNZOVw5uQdNuDJQlijtV2lziNTyIlyby5X5Af2MJd"
    "+7F+A2ARSdiMHUJEHMDHfwYYPw9xs0oZlmgUc82RF4gXYbWAbQnFrI8JyT2e7Ne3lLI51X"
    "YIFqZ0nnr+MlWGWp/EdXnldk1z0KTmon3Xl5e9UEd/jlZvHIPuE+9DRzhyLDRr4LKnJsTk"
    "5torZdG6RPne3iXtN1C2zWQHnAPd0FS+OZnEb/QjcJ/IPA8xIiYjk3DRIaDmzDeMR7yAq6"
    "p0auAJEhWNvU3t+3w4aVM8P4LtnFf4TlM33P0uETZGQ3vNINJUWx5lPE0L4nJPVSNfTHt5"
    "cDEdxMxJ40lcaj6DpJH5IiXKB5KWuEQTz7HlRYTg+ZACtMP4cGYCbALEYgA13m7t9A60Nb"
    "lV0YLownaL6khbxGnmfvxG7NHDGv5Oxl98xlQuTujK6jGd77dMztYNEMd4aKmyBp39oAKu"
    "SgZuK1lthqd29uS8YmL5qrCXatljz4OrF5VVuk9i0RVlnrWpXdoEZq10o6mFdU7zqFi42p"
    "2S/iE0RMcTZaIXMftdyqMvTrcm2k9hID7Kk+12vc/36CB2VBDfRvwcR4toBi4hJVhWobIJ"
    "KtECyWCsI/i72hltNsznN8Q92slHF0L1nGQs1HU7SU8oaGBXhVFqD2R2SQBBdi3891QS/n"
    "yE17IV8JEj0tMHpPEjj2Rf9h6GaORuIXuS9+lnpiFwTXc3QzGX/GjQvXAnlV+C7kWu+k0e"
    "iHnOvdkjkairNP41CN6P0cYTGJHHP4TaZfczsldZJlsXpTeSLij0zU9cv9lBGy0O97H+bf"
    "Bk8n4pD8oOC5W0BqTGZS73YgTKbhn5conCOh1xOnU/l6IoxmpFL03n9OdLf9ifBl5NfwS/"
    "CvGw/E4DXhO0xPPlmejfEvHN4Io28kQ2e0hKBDP1u+moyHQT1WKR4j+N1YLpXFEUUmcjtH"
    "bmIUGhwhT2f4B5NKrNJYXeHGGRyxyl5xrPZEvHL6mlUa33d42NsOz/ENnfTjGzqJ4xvyGz"
    "oar6CKWjiiuV+xnJ9HMPQJDpjGd1+bbfzYnhMez93OScaxPSf1yK3bujeN/0FkQfvNT6/A"
    "6WQk2X3VJFCH8Vk71hxQTlRHnrUkoKjdYlK+my5V0+ZB1yeoHbjnPOCep4N7nvSBft0szs"
    "fjDHsMWZxrg2Zl9KHVRLSEI11eO4nzkQLLdWr0a+manSwyTC2zn2AmS78cVOI/1pj42kIV"
    "aKgNMAFRCd8bZvgoHBrsqgD30OS34IuGB87GBn+sTeOJxlX8EfK3fdJIXpGMI473977Gvb"
    "cCC387Q5fbZMc4iDm3iYorMq6PTv9Vsai4pqubpI9NN+/UzT6Dk7eXI4RNhGuV+7hRNTaq"
    "xmNVNboiWU7NWJRqr8qxigSL5dA0Bgfh5kU1TtgAWw0V7vHENB6LCreaiJZ7DF/0QOwdcY"
    "2ewn2Mk38ruInljwNiZx8qA9+gpXqCG9mxix90SGN1knjnOeUwdjDfcQqnhz3qcAptW4er"
    "VH91/2k725gQqbfVnvCF+JGTAC0NWRsTmmCtvFhUta+Aha5oK3oIoQLW0NQMhkd6AfpG31"
    "8BLqGdoe9HG7JI55HGAora6flPecSx03Rx7DQhjuFtyt4w1lc+h7KAutLu8cTpmIbfCgPH"
    "a929maMriZbR/+LLCZfTJJfPZIbLZMJj0lmbZIysmaLCS9FBxOiyNHjV6ZoyFheikmODCF"
    "lhH1shhMyAjx8LQGWVP9drQHO4PK/7XHlfJdWrZlmbQur7CGFjo6m0/p7yonmdLUM0jWYp"
    "U7NEoSpBRO957Rwlptu92EIjKrcPW8iFQEO7CuiBPDnAjR3v4vRaMjpFLVNO93DlkdXJ4W"
    "U5UrSQ2l2SL5PmJ1OJxI2lcHK/WSxdPzwVqhsqh7KjyPM30YjtFViC2xliO66ueZM+inX2"
    "gbxhujqxkWUcy1v7MPa+IA2+yfi3j78IIxJ7HiuYo0/j6Y00EwZyX+zf9pzz3ZJlJNC8L/"
    "VwUW88nU1JnHnolgS+TyaiSx1cF5L/P/DI/x/S5f8PiTAyvPrlnTQeTaEJUzE/nRLniwrx"
    "gsVw5NgCpk/VwNnoBKqgEwixZnmPco4RNoLjlsOcw/aqHaXHqJHsKNHlONE5NsAqlXYLd5"
    "eE+lj6ZB51EH7czpSMyBlWGv1hCucZB7MlxI80fYOHnncCoJsPi4oz96axooUI2s+G+UhS"
    "Y5HEUm1qoMS1NN3J8EyMmQh+tzH69IQCE94Tj3tcxYKQIU0d8sVNYumqhO2ki2HeWEiinb"
    "plh0lqc2Bb5+Ts/dmH04szf6P2S7L25+ReTINeCsbKNEceVF81f495/wL9GyJrbC+V6+AE"
    "y/c6DAl1VWVwIp4LazoL4vnK8hxgsYamZSDwrNlLvKkDjZ44i7/QbBPPJ8Wy8L6vuo5QkX"
    "TXrNMpdmus0dJWQN7JYg+C/szDjkWpaseVdXicrDrpTladhJMVXGGeKg/CPkGV1bVF4T3n"
    "4XpxrXSAzxPh6veaiRmsvOfkRqlqiHX5sXGUkc2Lc4SogZknBBFDlC8E0SOoXQjiKU8u19"
    "P0XK6niVyuuoIeNkraAYHbbWlh+gPCfTXJCTim6IKryRz1iSlNnCNp1gXSbI7EUReIhexd"
    "XHl10xfu4/c+bkmjz9LMzUqcoytcMoy/c0EyQc+kzyLJ/0z+n6Pp7fTGy8LsXRbpoo8cXf"
    "QxtYs+JlYil8nPnXInQVjhnKOFWZlzLlbmPIOVOY8Dbj9jEZPKUPJu2V6ZDR1wptCkrXnn"
    "yZEmfw1hbcEiCkJmA00WjqppkuIrIzn+mp4qnezvS8PQoYLSF8cIbayr7zDxviamX3LY/r"
    "0cjweRrr2UYpbv0e3wUpy8caJlgiPxkkp427DXeJosTMiYZ1lJ4CJkzX7Etx8R1KgEZ9mQ"
    "EVme5f6RpK2NRenAPiBNPr70DsE/UB0j/cWdnkeyx7gryS7GClbqhx1d8XOlfajaSEh1w2"
    "ds2zvidOO0UleQIse17ghV/JDYOuIVPZZv53CY2HGAx8WTcALmHqO3I1J+tuq6jKpcBuiw"
    "ow+VHfHWw+KJPUxJJhQD/9mO7BVtb+I1V8MRmJrKJz9YZebyqR5QWEKVCWtI4sIey4DLzc"
    "czcJurCWQ5nUEEcoTVssVwB3GftLMcQpSgzjaXkPRfVrJ7RqoUyPTOYEh+bk9X102gFF/C"
    "dG8MzCR5uxmvSiNEUkO76l70GWRS5UDYrV5DdE/e8Zit6SF0KegyDqjDb7SZ8RO/TMejFA"
    "VFQBLXTmgLG/wf0DXrGIOFMsAlYERUEB6mb4bC1zjcvcH4Mq5bIA1csoJZDunZ+Pf/A3Nu"
    "F9A="
)
