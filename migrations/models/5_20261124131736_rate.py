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
    "0CC4wdTPMiDgj9hf3T9b/1V2tlqFC33vZ0RVu1uuCvFlJWEF9EH7RBS1mvg2JSYCt3Oq25"
    "8KvcWbapLGxceK/oFsRFKrQWpra2NQORqgJYKBYExj1QFgtNhchuA03XEbSsNlgpNjSRZr"
    "8AwwQqVOwlrYiAhqyNCVWwhqZlIFJoLyFYGKu1gl7ekjerxgK/WkMP+3zJBml/bqBsGw8Q"
    "PzLxq377HRdrSIXfoUVu/2rda1BX6XXLJZU1lRAvTPwuqMqKTe5wGSGF39cm/lYYHMtrzY"
    "UfbXSdYPyyphC3aGUMLr35m1RcP8r0ZZFOc95Fy2WP9vZW6l/RmgSoO3lh6JsVCmqvX+yl"
    "gfzqm42mviU05NkDRNAk3zvUpeSruV3vFTnI4ALb3EAfEjUoUOG9stHJwGj9636DFmQ8AP"
    "om8nH2b/erharJ8mg8k6fiTJZbiXHkohPudbdogaHEMGnIJoj+9bfTbgAILW2RF/Q+CZM3"
    "pxc/UQgMy34w6UMKV+tvSqjYihx0aIAy2qzucP8nkO4tFZONdEARQxt/2f3g7EG0B1BbK+"
    "W7rEP0YC/xbeddBsifhQnFufOO4mzg1cFZM0bukw59ROAO4H3EP4sNrohxpABL+AspaAET"
    "QHu05cDsFQQ4B+tacaBb417v9kaYSeORMJCFXk/qi6NZFzCL52g0HskpFKmP5ihS3Jemoj"
    "AVY69wS+eIUJB7YShc40qR2zmaiAPhhhC7F3MkDQYjcTrtAvdijobCTJyMpNm3LvAvSbvC"
    "7BNpD/+Lr9JcQ+uCZ2hdpA+ti/jQ0jUEiw4tj7bSQ2sgCF2AP+YIf/ToZQ932C9D3Fm/DI"
    "t0whlHH5yldsFZvAcwuPbGKtoHAfXheqHVnwhXs5w7lEOExz75N0fT28uhNJuJ/S7wL8nM"
    "upameLaQ4uAad9dInoifJfEL7jTvkpRejSdDOnlx2X9uxSltj1k8R3glEG9oBe+KvO/qdu"
    "q8jF7MUW8wpgXOf1JjfCOOnCrOVaF52+GZt530eduJj5qF8ZS24W4fND7xAcfM7agvkqW4"
    "n3fc+IRd4F+yexM/HEi0r7yrIn31kaOrPqb21Md4R7lcNG7OtGyZluZgk9jUB+y2ffGhUc"
    "wveFimi3SW6SLBMnnA6coOqEeIG9C5QVeeLDm/SMCmrh3sJzw83Ek6D3eS4OHgE5boZSyc"
    "MQZ5H5ey4Y5SxWAmxba2gm+959Xg5soQc/uYHU8FUF6bcKER/UPRvTWtrQOOY/Gr0MvNnl"
    "GiLqD/8PZ6czMZf5WI6IJ32OCGMEjCRLr6Jo2uCZPkXRfZaE9OeCbCSfpEOIlPhPBPSnTf"
    "DH632TMhRlaDFScD2Jn4lY6NlWX9qYcBfTMUvlKsVy/uk8F4dO1VD3UAZo0vE9yoo9kz4T"
    "00oTsteNd9JnGhTnB1PlVZhPa93VrPmmWpcCFryNHqyixtZzrwafQN9tuxx7DpCoYDfy08"
    "cPFPtvKin95Cgz8v/phbvHvJD7pPVmXNVVH2ssO1rXYy9tVOYmON2mqSHCZhFVMW9whlFp"
    "dJLo4Q/aytVhqK05kwvInst4T/JE86kb3WK30TZ/z9RsAXafYJkFvw3/FIjFtp/Hqz/7bI"
    "d1I2tiEj41lW1DAmXrFXFN1QNncrzS7W0XHaErq6YktanXo6aorlNY9Gqco0k1a3a7daRU"
    "NipGLqGjRlav7PCS2LdgeAt0+dQ9pHi8NL7Pr3j0ybszsYkyBfGSbUHtCv8CUhqccQ9Tw6"
    "gpaOc9wGpUHHmsqz7w4Rm7gYAfy7oU0xmOC1ZCL1Zq30oVwGxF47xzhut8LLmrwpIJMBfa"
    "csHp8VU5VTRrYJdWVtQYZN8NKlvPp1guukKCxKh7wSQzqpsCsDH5E0VKOJH5WRjMVmtTtQ"
    "fbeZusKkoYWyVhaazdhL8uAk+e3cQFMz1LriZUHb1mEJA2vqN1QnqMgKb3SM0MoeWfOTj1"
    "adVbxEQcoD/Unk3eRNyTUrzTPVX9G2uKfK0K+41Ul1jCCwbLgGGgIKoOT/sICu3cMueF4q"
    "dht/QkQ+jTZQkEoLwbNiAUvBPGvcOFBGe9tdTxuX0Fd1Ca29zyJ1ZKLOJs7FHN3eENme+K"
    "k4F3m9nBy/JhnL9pOZ8yx8n9ffKVx8Mxl/dlxoWKXl+UbNUX/cux2Ko5ks9On7oveh5xNx"
    "OP4cqeGWFDElcuk8M1SeSY3n8XnlFR3CjUteSS55eAs1cjm8+ARVHiRVMkOsoGVhxiiPbT"
    "9E0tj1c9v185sBGjvPMWj/CyioS1JMc3Tr8WumD6w0rSam25XSadrSnjDtCX0xS1m6VyHb"
    "NQewJOzAUpAhXocq8cR/OtX9cMu7Fxpn+WAamzUWgTV7Se/tZwM4X9m0AJaGNdsCqmbhka"
    "nozIjPkpptBO0KLDbtDEE7r3P74f3ZDxh5yRd6mRV7mfA02uRz69rs4MNVYAQfjqE/5+Hn"
    "z9PZ+fOkiG1CyGAwMxwWfYoaDt73PGP3ffrQfZ8YuXcbTVfxFygQi8EgrYH4tO9ADLJyKz"
    "qGUc21IsfIaji2y4faNp5TQjTYGHv1awjuKc/KfJq+Mp8mVuaFsUG2mcuxNkRywIWi9+kw"
    "SwWXrjCdqUgE3SvoYcNUZHEG3ofoD4j21SQn2piiC64mJDKXxOTOkTTrAmk2R+KoC8RRIb"
    "VtuT3RODan445/oDpG+kvL9wE4BgWYyyFv8X5FVCyXXck3txssk7zRikXn1hIqur0siDGT"
    "uEF4i0dsdFyWoIIcBi0dJcAcnrHMuczhIhsdoQ3W27Fmzukd/GSpAvlAXrJV2525PPW8wb"
    "0rRm4zdYVJQ0+GttjV31pyWqkrSCtIFEHWUlvviNPQb6iuUFlwsTE1+0Uuw0196jbG66l+"
    "LO78+7XgIc/sxjDhBYtZlg0vVIvLP5ba2cgGDzxamkbVs8N18SXJl9fG/x2dKnVspSY4LB"
    "8CzQY0K5fF9pYttfXGpFcBPr6dYdJrkjK+dlLGJqFtGFsey9RZumXqLJm5xFbMFI1bmuXP"
    "Jfix81SxXOozMnwxvejzQlZNhoITserHuddA61TJOOwqKkAywrA5fN4agfVVhQo/DJYhVI"
    "RDZNOFCjVci0uouNd0emyDga+ptostHbCrNWx+BRbOLDa/8dwLzLrnPE4MuFa6afc84caw"
    "gqqmODDlQDlKVUOsT7i8JE8yvCRPkl6SlvY/BsqX2oOEUiJzPIoYwtpRRoPj74v//fyx0z"
    "k9fd95d3rx4fzs/fvzD+8+4Lr0Gycfvc/ohUvpWhrFAnRIQQz0pdI5v8gzuAOKGg7sCx4l"
    "wEW6FuAioQZYYCgejDRPKI5E+yH6AzrqXIsjcSIMcu6GHlkXuBdzNBT7Uo+UuBdFNDNZw9"
    "x3a033ak24Y691Q1FzJ36MkdVw9O8l4tKHLb+DVIy0hh5SR+IR5WGSnfrRxu99gPIjzDWt"
    "YmQ1nFZ72FSa6Msm+vL1dVG75Krbp57liqZFmEALMlUt4cftLG3LPa0om35NjlhMWhnYJN"
    "sQ0aW4nkpgSTIPEQsEVKldVUEG0ajQOuSZbQD8PUzjCb4FAthYLgl5jFta4eHLitDc78sa"
    "7U8Flql2hvbH7eMiqZYjlA1jVWnGCn5fa7i5At0cpWy6udLd7M3Ju7y2xgRhk1Y7LoNaua"
    "MHQiSH3ZgqCWYGsxyMvhI45lId2CthUIwzzYnJunvekug4T/bCGMGZgT84++DWKtYBVRja"
    "W+EPTWsO4HeSQhLJfBmiCCvhb7o8EqQZltdBdc7cqya0F0ti4qU5XJT1z/cmxOKARvQvL6"
    "Q8aB3cGyZ4NsxH8NvUPeAJ/DoQf09Lw1pW043AUYGlfqvAwWZCG6e7xumuPMRUiEclwxo8"
    "XSm6nmoPDqjqZBE+7by/8G3A5CbLHDYdCoNB0szbKIwbhfHrM19VTdfnuTEyGTTfwzGLLw"
    "sqbeXGZphHWptwpW1WvsOdF5BDmCNS4HB3SXYrJ+12fuqvVgBR3GeZtiP7OzguJcTwO/4C"
    "FjmS2MfVhcwdG96QbtHK+LvRm78bzu11HQWbaJRQuiMe77XTdOe104TvWnyy8LJ6cbofmk"
    "12wcjJLUepfmgAlRVJoZUEL8uHMqCpE898YC9KzbI2EDMhjHxy6QM3QvRDj1sVMyneD+VF"
    "L0zzQ4N3fMeMtMiRGznZJ0rTBeRzjm4Eqd8F5HOOxp/FSf9WxI+ciznqCaOeOBjQ8z68yz"
    "gnzcMlfORgEj6m8ggf4yzCn8SR5B6a0O0GXj4sTldDB7kOj4NvJ93Dt5Nw8V2r93n9EEMk"
    "hSCumL5t7y6IlQ+LrcqancNO7acSK5hNsFHWHW+0cSWt1blPfQ5nvdkZ3TJzhlVSHxqdt5"
    "XyofU8MRg60ZCTRrpONJTUcLtOdGqs4J2hvhD3U2JDdk4cMduAOKsuSUSyBpHtpirSoAUs"
    "CMmD1T+BhceURU4BtZemsXlYgj+Iif+PpO50T+9obNYVWO3bGZrP2p8i2huPZhOhN8Pijn"
    "s1R59EYTD71AXO/yLSzwcOhvFDKr/4IZENqQlUD6LsuIKnOxnB052EAhquFE3PA7BPUEOE"
    "O+c84g6ulZEKICHwrDFK+c7k8AhqiPApTxL90/Qs+qepBxowNFlknZ46ETgRgCMkMZD/td"
    "AVywL/uCYoa4t//PsIIedNsdD4Ou9XdExnwBmSu88/MswwuRIm1020jAxSN493AxYPWJ7L"
    "OI322xGqWOxjLeHy3FN2AmrqtHJ8it9UjJrAgX0EDqToaXbTvQT5zVnql0j28wwNTLTeVi"
    "XMFy+MmAYEr5QXoBpE6eF4mdEV9p9AAfeaulloivnihBnDJ9zXjONjd26NoVj5zR+nng73"
    "90bXUiVdi2nohbNOe7QHtEPfTsXc55EJ/aE0kvCcF2bjSRdEbueItNgF5HOOPG2MPBRGwj"
    "Upj5d4epqgRvS+iN6m/HMSlcUC74V5BLMwRSOXNefE/dDnxFXdTH4cQnk1NRzVXYiKm8fZ"
    "okBu621RYaAakO4eR8xYBEqxiTf5zbnymzdKAF4lQHliK1EXYAakRw4hZ8it4cftLMEVi4"
    "gy4WT848x58m5Z2vefVe2BHlOkYqkT426CZ+WlDe6MDTnIyKCipzsuaFosGi21MfHyCFnJ"
    "tUpokSnDWsGgcus2Ymy1xFivWxJQ80myIfIqm/5aU+l6JEujLnAv5mj2ZSxfYQF1PJExfK"
    "NrsQsSRXM0nYk38u0NpnMuCompPC6/J+kuvycJl98VnmJGYU+PgLrSXTYbzzDu5HOOxKEg"
    "DbqA/sOdMpziDhlOiXf8dPqr+I04yNOLIt1TcsZlsoDKS8Va5rGfR4gal2wOl+ylopPmc3"
    "kpRIgalLejbBv2WrbgwoQMRU46zjGy+iG9l/M38BdgKR6z04D4RIeLaHy3L4jLSwFiQaTm"
    "htInOhyUJ0cBpV0k6WpAVoISt2KLwZHobD1MmoSrTTe7gnjebKsRqkabvCU7aKDs2FH1ya"
    "+Lqyiw21ODRkZWlRIkuaq7gYYeW+maPfq4zaXZ072qHJo9UtfJcY/RsICG/5aGTpRxJPm9"
    "AtaKZT0bJtG+LVIT2pPjzRF8dpPgm3CtKwtIGmNp/g7wxh3Chqpj/qqC41aj+iuiR5JGn6"
    "WZMJPGoy4Irh3d0ZfxpC9PREzqqJCC+0KKPh4B/CRdAD9hCOCPEOXWJkWpapfSqnw9R8ME"
    "15YJzhHh0DgN79VLoDwW7QbzJCR9CYM98x5lsmbrUCUOpgxX9TJQUubHcDx7VfikLTCBYX"
    "q+vqQiwZLFZxVrpIm4rjgPtTChCpGtKTqTTc2wRcQJa7dNn5zxnZx8lnV08lnSuXS9udO1"
    "BTvl0aWGFPMlJUY1QheD++7FdvTo9dmeLwfjy8jOjFG9lEbC5NubofD1p8j2PBiPrr364R"
    "lw+W0mComzqx8QhjV39sUoXW3sFQdOv9gkFwjkAJ7l5SJ9cblo/NZ/HDkgGn9v2TLmwop0"
    "dJy2sW5Vuaeroz+shEtyzb3nj18sPpiVw5WTe9CEKwNlidJ+lTaHSC0vwrW5XJkf0M9Y8r"
    "17AW4TQNGJGExNEsTMcAcfNgh/f4MmNNMs8IgnOwIv0G4DywCaUwsZnnMy2715L29ppPMK"
    "LFDtLOn8dbwEqyyV/+jK84rsukfBSe2kOy9vr5rgDr/cLB7ZJ9yHnmbuUGTYyHdBRY7Nya"
    "lN1LZrg/Sps13ca7pugc0aKA+4p7tgaTyT0+hf6CaBfxB4XkJELOemQULDgW0Yj3gPWUH3"
    "1MgVIDIEa5va+/t22LByZhjfJbv4j7B8pu9ZOnyCjOyGV7qhpCjWfIoY2veEpF6qhv749n"
    "IggpuJ2JOm0ngUXSfpQ1KECzQvZY0wiGffgwrL6SETYIXp59AAzASYxQhkoMvc/RtofWir"
    "sgvDhfEEzZe0kNfI8+yd2K2ZI+aVnL3snrlMiNyd0XU0w3ufjrkdLJrhzlBxEyTtWxtAhR"
    "zUTLzWElvt7s1tydjkRXM1wa7VkgdfJzavaovUviXCKmtdq7Ib1EjtWkkH84rqXadwsTE1"
    "+0V8gogpzkYrZO6jlltVhn5dro3UXmKAPdXneo3730/woCyogf4tmBjPFlBMXKKqUG0DRL"
    "IVgsVSQfhnsTfUcprNeY5vqJuVMo7uJctYqPloipZS3tCwAK/KAtT+iAyS4ELs+7ku6OUc"
    "uWkv5CtBoqcFRu9JAse+6D8M3czRSPwi98XPUk/sguB6jm4m48+4ceFaIK8K34Vc6500Gv"
    "2Qc71bEqrzeSz1I1WcgjkairNP41Ab0fs5woIUOQjxm0y/7+2U1EmWxepN5YmIf0airl/u"
    "J5WQhb7/vfzb4OlEHJKfHDx3C0iNyUzq3Q6EyTQMQKJwjoReT5xO5euJMJqRStF7/znR7v"
    "YnwpeRX8Mvwb9uPBCD14TvMD35yvJsjH/h8EYYfSM5PKMlBB36teWryXgY1GOV4lGE340l"
    "V1kcUWQit3Pkpk6h4RPydIZ/MKnEKo3VFW6c4ROr7BXHak/EK6evWaXxnYmHAe7wHPDQST"
    "/goZM44CG/KaTxG6qoDSSaHdY2cp0r7xMcMNHvvrbj+ME+Jzy+vZ2TjIN9TuqRfbd1bxr/"
    "g8iC9pufXoEXykjD+6ppog7j1XasWaKcuI88a0lAUbvFpHxHXqrIzYOuT1A7cM95wD1PB/"
    "c86SX9unmej8dd9hjyPNcGzcpoTKuJaAmHvrx2mucjBZbrXOnX0kY7eWaYemg/BU2WBjqo"
    "xH/wMfHGhSrQUBtgAqI0vjfM8GE5NBxWAe6xym/BFw0PnI0N/libxhONvPgj5JH7pJHMIx"
    "mHIO/vfY0DcAUW/naGtrfJn3EQg28TN1dkXB+d/qticXNNVzdpIZtu3qmbfQYnby9HCJsY"
    "2Cr3caNqbFSNx6pqdEWynJqxKNVelWMVCSfLoWkMjsrNi2qcsAG2Girc44l6PBYVbjURLf"
    "egvuiR2TviGj2n+xgn/1ZwE8sfB8TOPlQGvkFL9QQ3smMXPwqRRvMk8c5zDmLs6L7jFE4P"
    "exjiFNq2DlepHu3+03a2MSFSb6s94QvxNCchXBqyNiY0wVp5sahqXwELXdFW9JhCBayhqR"
    "kMn/UC9I2+vwJcQjtD3482ZJHOI40FFLXT85/yiGOn6eLYaUIcw9uUvWGsr3wOZQF1pR3o"
    "idMxDdAVBo5fu3szR1cSLaP/4ssJl9Mkl89khstkwmPSWZtkjKyZosJL0UHE6LI0eNXpmj"
    "IWF6KSY4MIWYEhWyGEzJCQHwtAZZU/G2xAc7hMsPtceV8lGaxmWZtC6vsIYWOjqbT+nvKi"
    "eZ0tQzSNZilTs0ShKkFE73ntHCWm273YQiMqtw9byIVAQ7sK6IE8OcCNHe/i9FoyOkUtU0"
    "73cOWR1cnxZjmSuJDaXZJRk2YwU4nEjaVwcr9ZLF0/PBWqGyqHsuPM8zfRiO0VWILbGWI7"
    "rq55kz6KdfaRvWG6OrGRZRzcW/tA974gDb7J+LePvwgjEp0eK5ijT+PpjTQTBnJf7N/2nB"
    "PgkmUk0Lwv9XBRbzydTUmceeiWhMZPJqJLHVwXkv8/8Mj/H9Ll/w+JMDK8+uWdNB5NoQlT"
    "MT+dEueLCvGCxXDk2AKmT9XA2egEqqATCLFmeQ97jhE2guOW457D9qodpceokewo0eU48z"
    "k2wCqVmAt3l4T6WPpkHoYQftzOlIzIKVca/WEK5ykIsyXEjzR9g4eed0agmzGLijP3prGi"
    "hQjaz4b5SJJnkdRTbWqgxLU03ckBTYyZCH63Mfr0DAMT3hOPe1zFgpAhTR3yxU3q6aqE7a"
    "SLYd5YSKKdumWHSWpzpFvn5Oz92YfTizN/o/ZLsvbn5F5Mg14Kxso0hyJUXzV/j3n/Av0b"
    "ImtsL5Xr4ATL9zoMCXVVZXAingtrOgvi+cryHHGxhqZlIPCs2Uu8qQONnkmLv6HZJp5Pim"
    "XhfV91HaEiCbFZ51fs1lijpa2AvJPFHgT9mYcdi1LVjivr8DhZddKdrDoJJyu4wjxVHoR9"
    "giqra4vCe87D9eJa6QCfJ8LV7zUTM1h5T9KNUtUQ6/Jj4ygjmxfnCFEDM08IIoYoXwiiR1"
    "C7EMRTnlyup+m5XE8TuVx1BT1slLQjBLfb0sL0B4T7apITcEzRBVeTOeoTU5o4R9KsC6TZ"
    "HImjLhAL2bu48uqmL9zH733ckkafpZmblThHV7hkGH/ngmSCnkmfRZL/mfyfo+nt9MbLwu"
    "xdFumijxxd9DG1iz4mViKXyc+dcidBWOGco4VZmXMuVuY8g5U5jwNuP2MRk8pQ8m7ZXpkN"
    "HXCm0KSteefJkSZ/DWFtwSIKQmYDTRaOqmmS4isjOSCbnjud7O9Lw9ChgtIXxwhtrKvvMP"
    "G+JqZfctj+vRyPB5GuvZRilu/R7fBSnLxxomWCQ/OSSnjbsNd4mixMyJhnWUngImTNfsS3"
    "HxHUqARn2ZARWZ7l/pGkrY1F6cA+IE0+vvQOwT9QHSP9xZ2eR7LHuCvJLsYKVuqHHV3xc6"
    "V9qNpISHXDZ2zbO+J047RSV5AiB7ruCFX8GNk64hU9uG/ncJjYgYHHxZNwAuYetLcjUn62"
    "6rqMqlwG6LCjD5Ud8dbD4ok9TEkmFAN/bEf2irY38Zqr4QhMTeWTH6wyc/lUDygsocqENS"
    "RxYY9lwOXm4xm4zdUEspzOIAI5wmrZYriDuE/aWQ4hSlBnm0tI+i8r2T0jVQpkemcwJD+3"
    "p6vrJlCKL2G6NwZmkrzdjFelESKpoV11L/oMMqlyIOxWryG6J+94zNb0ELoUdBkH1OE32s"
    "z4iV+m41GKgiIgiWsntIUN/g/omnWMwUIZ4BIwIioID9M3Q+FrHO7eYHwZ1y2QBi5ZwSyH"
    "9Gz8+/8B0gYiDg=="
)
