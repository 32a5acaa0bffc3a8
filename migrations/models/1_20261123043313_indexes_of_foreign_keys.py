from tortoise import BaseDBAsyncClient

RUN_IN_TRANSACTION = True

UPGRADE = {
    "sqlite": """
CREATE INDEX "idx_claim_earlier_125bb2" ON "claim" ("earlier_claim_id");
CREATE INDEX "idx_claim_event_claim_i_d960f1" ON "claim_event" ("claim_id");
CREATE INDEX "idx_company_contrac_53b170" ON "company" ("contract_manager_id");
CREATE INDEX "idx_company_health__47043b" ON "company" ("health_manager_id");
CREATE INDEX "idx_contract_company_d311d3" ON "contract" ("company_id");
CREATE INDEX "idx_document_claim_i_4d5540" ON "document" ("claim_id");
CREATE INDEX "idx_incapacity__claim_i_49b81a" ON "incapacity_period" ("claim_id");
CREATE INDEX "idx_invoice_contrac_852610" ON "invoice" ("contract_id");
CREATE INDEX "idx_membership_company_a2360f" ON "membership" ("company_id");
CREATE INDEX "idx_session_user_id_23ddbc" ON "session" ("user_id");
CREATE INDEX "idx_session_members_2ab768" ON "session" ("membership_id");
CREATE INDEX "idx_session_manager_9c6bb1" ON "session" ("manager_id");
CREATE INDEX "idx_settlement_claim_i_087fa6" ON "settlement" ("claim_id");
CREATE INDEX "idx_settlement__settlem_ecc0de" ON "settlement_line" ("settlement_id")
""",
    "postgres": """
CREATE INDEX IF NOT EXISTS "idx_claim_earlier_125bb2" ON "claim" ("earlier_claim_id");
CREATE INDEX IF NOT EXISTS "idx_claim_event_claim_i_d960f1" ON "claim_event" ("claim_id");
CREATE INDEX IF NOT EXISTS "idx_company_health__47043b" ON "company" ("health_manager_id");
CREATE INDEX IF NOT EXISTS "idx_company_contrac_53b170" ON "company" ("contract_manager_id");
CREATE INDEX IF NOT EXISTS "idx_contract_company_d311d3" ON "contract" ("company_id");
CREATE INDEX IF NOT EXISTS "idx_document_claim_i_4d5540" ON "document" ("claim_id");
CREATE INDEX IF NOT EXISTS "idx_incapacity__claim_i_49b81a" ON "incapacity_period" ("claim_id");
CREATE INDEX IF NOT EXISTS "idx_invoice_contrac_852610" ON "invoice" ("contract_id");
CREATE INDEX IF NOT EXISTS "idx_membership_company_a2360f" ON "membership" ("company_id");
CREATE INDEX IF NOT EXISTS "idx_session_user_id_23ddbc" ON "session" ("user_id");
CREATE INDEX IF NOT EXISTS "idx_session_manager_9c6bb1" ON "session" ("manager_id");
CREATE INDEX IF NOT EXISTS "idx_session_members_2ab768" ON "session" ("membership_id");
CREATE INDEX IF NOT EXISTS "idx_settlement_claim_i_087fa6" ON "settlement" ("claim_id");
CREATE INDEX IF NOT EXISTS "idx_settlement__settlem_ecc0de" ON "settlement_line" ("settlement_id")
""",
}

DOWNGRADE = {
    "sqlite": """
DROP INDEX IF EXISTS "idx_settlement__settlem_ecc0de";
DROP INDEX IF EXISTS "idx_settlement_claim_i_087fa6";
DROP INDEX IF EXISTS "idx_session_manager_9c6bb1";
DROP INDEX IF EXISTS "idx_session_members_2ab768";
DROP INDEX IF EXISTS "idx_session_user_id_23ddbc";
DROP INDEX IF EXISTS "idx_membership_company_a2360f";
DROP INDEX IF EXISTS "idx_invoice_contrac_852610";
DROP INDEX IF EXISTS "idx_incapacity__claim_i_49b81a";
DROP INDEX IF EXISTS "idx_document_claim_i_4d5540";
DROP INDEX IF EXISTS "idx_contract_company_d311d3";
DROP INDEX IF EXISTS "idx_company_health__47043b";
DROP INDEX IF EXISTS "idx_company_contrac_53b170";
DROP INDEX IF EXISTS "idx_claim_event_claim_i_d960f1";
DROP INDEX IF EXISTS "idx_claim_earlier_125bb2"
""",
    "postgres": """
DROP INDEX IF EXISTS "idx_settlement__settlem_ecc0de";
DROP INDEX IF EXISTS "idx_settlement_claim_i_087fa6";
DROP INDEX IF EXISTS "idx_session_members_2ab768";
DROP INDEX IF EXISTS "idx_session_manager_9c6bb1";
DROP INDEX IF EXISTS "idx_session_user_id_23ddbc";
DROP INDEX IF EXISTS "idx_membership_company_a2360f";
DROP INDEX IF EXISTS "idx_invoice_contrac_852610";
DROP INDEX IF EXISTS "idx_incapacity__claim_i_49b81a";
DROP INDEX IF EXISTS "idx_document_claim_i_4d5540";
DROP INDEX IF EXISTS "idx_contract_company_d311d3";
DROP INDEX IF EXISTS "idx_company_contrac_53b170";
DROP INDEX IF EXISTS "idx_company_health__47043b";
DROP INDEX IF EXISTS "idx_claim_event_claim_i_d960f1";
DROP INDEX IF EXISTS "idx_claim_earlier_125bb2"
""",
}


async def upgrade(db: BaseDBAsyncClient) -> str:
    return UPGRADE[db.capabilities.dialect]


async def downgrade(db: BaseDBAsyncClient) -> str:
    return DOWNGRADE[db.capabilities.dialect]


MODELS_STATE = (
    "eJztXWtzm7je/yoav9k9M95O7aRp63PmzFCbpOz6kscmbfesd1gCSswUCy/gpjn77Hc/kr"
    "iDwAJfiikvYoPQXzg/3f53/dVZWzo0nRdDUzXWnQH4q4PUNcQXyQdd0FE3m6iYFLjqvUlr"
    "amGVe8e1Vc3FhQ+q6UBcpENHs42Na1iIVBWApjoQWA9A1TRDh8jtAsM0EXScLlirLrSR4T"
    "4DywY6VN0VrYiAgZytDXWwgbZjIVLoriDQrPVGRc8vyJt1S8OvNtDjMV+yRcafW6i41iPE"
    "j2z8qt9+x8UG0uFX6JDbvzoPBjR1et3xSRVDJ8Sajd8FdUV1yR0uI6Tw68bGvwqD4wSt+f"
    "CjrWkSjJ83FOIOrYzBpTd/k4qbzwp9WaLTvHfRciWgvbuTRte0JgHqXtEsc7tGUe3Ns7uy"
    "UFh9uzX0F4SGPHuECNrkd8e6lPw0v+uDIg8ZXODaWxhCokcFOnxQtyYZGJ1/PWyRRsYDoG"
    "8iH5f/9n9arJqiTGeyshBlRelkxpGPTrzX/SINQ4lhMpBLEP3rb6/dCBBa2iEvGL4X5j9e"
    "XP2DQmA57qNNH1K4On9TQtVVlahDI5TRdn2P+z+D9HCl2mykI4oU2vjHHgfnAKIjgNpZq1"
    "8VE6JHd4Vv+y8LQP4gzCnO/ZcUZwuvDt6aMfWf9OkjAncE72f8b7HBFTGOFGAJ/yAVaTAD"
    "dEB7GJiDggjnaF2rDnRnNhze3QqyNJsKY0UYDqWROJUHgFm8RNPZVMmhyH20RInikbQQhY"
    "WYeoVfukSEgtwLE+EGV0rcLtFcHAu3hNi/WCJpPJ6Ki8UA+BdLNBFkcT6V5F8HILwk7Qry"
    "e9Ie/kqv0lxD64pnaF3lD62r9NAyDQSrDq2AttZDaywIA4A/lgh/DOnlEHfYzxPcWT9Pqn"
    "TCJUcfXOZ2wWW6BzC47tap2gcR9el6oTOaC9dyyR3KI8Jjn3wt0eLu3USSZXE0AOElmVk3"
    "0gLPFlIcXePumipz8YMkfsSdFlyS0uvZfEInLy77vztxQdtjFi8RXgnEW1ohuCLvu75beC"
    "+jF0s0HM9ogfdNasxuxalXxbuqNG/7PPO2nz9v++lRo1lf8jbc3YMmJD7hmLmbjkSyFI/K"
    "jpuQcADCS3Zv4odjifZVcFWlr95ydNXb3J56m+4on4vGzdmOq9DSEmwSm/qE3XYsPjSJ+R"
    "UPy3SVzzJdZVimADhT3QP1BHELOjfo6hdHKS8SsKkbB3uPh4fr5fNwvQwPB79giV7Bwhlj"
    "kI9wKRvuJFUKZlLsGmv4InheD27uEGLuCLPjuQAqGxtqBtE/VN1b89o64TgWPwnD0uwZJR"
    "oA+oW319vb+eyTREQXvMNGN4RBEubS9a/S9IYwScF1lY221+OZCL38idBLT4T4v5TpPhl+"
    "ddkzIUXWgBWnAFhZ/ETHxtpx/jTjgP44ET5RrNfP/pPxbHoTVI91AGaN32W4UU+zZ8MHaE"
    "N/WvCu+0ziSp3g63zqsggde7t1ngzH0aGmGMjT6iosbWc+8Hn0Lfa7scewmSqGA/8sPHDx"
    "v+yURT+/hRZ/Xvwxt3j/XB70kKzOmquq7GWfa1vtF+yr/czGmrTVZDlMwirmLO4JyiIuk1"
    "ycIfpFW600EReyMLlN7LeE/yRP+om9Nij9Mc34h42Aj5L8HpBb8J/ZVExbacJ68n865Dep"
    "W9dSkPWkqHock6A4KEpuKNv7teFW6+g07QG6umZLWpN6OmmK5TWPJqkOaSatb9futIrGxE"
    "jVNg1oK9T8XxJaFu0eAO+eOqe0j1aHl9j1Hz4zbc7+YMyCfG3Z0HhEv8DnjKSeQjTw6Iha"
    "Os9xG5VGHWurT6E7RGriYgTw/w1disEcryVzaSh38ofyISAO2jnHcbsTXtbkzQGZDOh7Vf"
    "v8pNq6kjOybWiqGwcybILvfMrrX+a4To7C4uCQ12JIZxV2h8BHJA01aOInZSRL2673B2rk"
    "N9NUmAykqRtVM1zGXlIGJyls5xbahqU3FS8Huq4JDzCwFmFDTYKKrPBW34qt7Ik1P/to3V"
    "+nS1SkPtJ/ibybvCm7ZuV5poYr2g73VAWGFXc6qc4QBI4LN8BAQAWU/AcHmMYDHICnlep2"
    "8SdE5NPqAhXptBA8qQ5wVMyzpo0Dh2hvt+tp6xL6TV1CG++zSB2ZqLOJd7FEd7dEtid+Kt"
    "5FWS8nz69JwbL9XPaexe/L+jvFi2/nsw+eCw2r9HC+UUs0mg3vJuJUVoQRfV/yPvZ8Lk5m"
    "HxI1/JIqpkQunWeByjOr8Tw/r7yqQ7h1yTuQSx7eQq1SDi8hQZ0HSZ3MEGvoOJgxKmPbj5"
    "G0dv3Sdv3yZoDWznMO2v8KCuoDKaY5uvX8NdMnVprWE9PdSuk8belQWAyFkVikLD2qkO2b"
    "A1gSdmQpKBCvY5V44j+96mG45f0zjbN8tK3tBovAhrui9+6TBbyfbDsAS8OG6wDdcPDIVE"
    "1mxOeBmm0F7RosNt0CQbusc/vp/dlPGHnJF3pZFHuZ8TTalnPr2u7hw1VhBJ+OoX/Fw8+/"
    "ymfnX2VFbBtCBoNZ4LAYUjRw8L7mGbuv84fu68zIvd8apo5/QIVYDAZpA8SnYwdikJVbNT"
    "GMeqkVOUXWwLF9eKhd6yknRIONcVC/geBe8KzMF/kr80VmZdasLXLtUo61MZITLhTD96dZ"
    "Krh0hflMRSboXkWPW6YiizPwPkZ/QrSv5yXRxhQDcD0nkbkkJneJJHkAJHmJxOkAiNNKat"
    "vD9kTr2JyPO/4H9RkynzuhD8A5KMB8DnmH9yuiYrniS76l3WCZ5K1WLDm3VlA13VVFjJnE"
    "LcI7PGKT4/IAKshJ1NJZAszhGcucyxwusskR2mK9G2vmnN7DT5YqkE/kJVu33ZnLUy8Y3P"
    "ti5DfTVJgM9MUytH39rSWvlaaCtIZEEeSsjM2eOE3ChpoE1XENUiiwIjEsUtHcLDJJxWpx"
    "uXtSsxHZr0BAS7OCBmalAb4k6d+6+NtTEVI/TWpRwuIOMFxAk0w5bOfPg7beWqhqwJZ2Cy"
    "xUbY7Bb51jsM3PGseWx9BymW9oucwm4nBVO0eBlGfI8gm+77RLLA/xgoRVTKfwspDVM9yN"
    "E7H6h203QIlSy7DiOsrzBVHFHC5crfz1TYWKMKqTIVTEIz7zhQo9XotLqHgwTHoKgYWvqf"
    "KGLR2wq7Vsfg0WziI2v3VEi6yUr3hs8rhWvqXyVcYqv4a6oXowlUA5SdVArHtcTn+9Aqe/"
    "XtbpzzH+y0D5nfEooZxAk4AihbBxlsHN+Pfir5/e9vsXF6/7Ly+u3ry6fP361ZuXb3Bd+o"
    "uzj14X9MI76UaapuJNSEEK9JXaf3VVZnBHFA0c2Fc8SoCrfC3AVUYNoGEoHq08xx6OvPEx"
    "+hP6ndyIU3EujEvuhgHZAPgXSzQRR9KQlPgXVTQzRcM89NLMd9LMeBdvTEvVS+cxTJE1cP"
    "QfJYAwhK28v0+KtIEOP2fi4BNgUpzJ0MXvfYTKZ1hqWqXIGjitjrCptMGEbTDht9dF7ZN6"
    "7Zh6lkxWKIa+hZU5Kl/vEuWrUjZRdc4kPjZ0tVVwluOjuvnpwYYQrAyy8j2T8qh18GDZ4M"
    "myP4PfFn6mcPDLWPw9L5/PoZpuFT01WJG6BYqe1tzVmrtOgpgO8ahk6GEWa9U0czUxEVWT"
    "dDEX/ddXofaF3BQJoouJMB5nFSwtq9ayajVm1b5x3ofAgMhk0ELbYhFfFlXayY3JmEfa2H"
    "BtbNehqStwhSPMESnwuLssu1WSdq9Tur12lHAHb8/pPmfOrfUDi8fN8tiNLvLNRhcZq1F6"
    "svCyemm675pN9sEoyS0nqb5rANU1icUuZ72MaJrEM5/Yfmk4zhZiJoSRmCB/4CaIvutxq2"
    "MmpewhpnGa7xq888tX2yG5W8vadAnNAJDPJboVpNEAkM8lmn0Q56M7ET/yLpZoKEyH4nhM"
    "E8cGl1XsvQc+DvxPu9ohmWm6Bpqm+jym9X6+bb2fMa5v9IeyFsAYSQOPYTy88a/2Dul1Wb"
    "NLJE4IY9IrpqVolXXn6+dfC8fz7r7Hh8XjTfdG95DB57XUhybnba2s10FOCoZONJauIl8n"
    "GsuOsVsnurDW8N7Sn0keWmJD9lLX2l2gOvReMw2IXD9I2IAOcCAkD9b/BA4eUw45TsZd2d"
    "b2cQX+2DrQ/iOrOz3SO1qbdQ1W+26B5rPxx9EMZ1N5LgxlLO74V0v0XhTG8vsB8L6rSD9v"
    "OBjGN7n84ptMHHIbIhL5t3KFLfQLwhb6GQU0XKuGWQbgkKCBCPdf8Yg7uFZBEE5G4NlglM"
    "oldw0IGojwBU82xov8dIwXuZkxGZossk4vvOzPyQwRcZIUyP/STNVxwA83BGVD++HfZwg5"
    "b3BTytPdKZ1yL0ZyWv7iPERHnkjmkJUP+UeGGaZU5q2miZaJQeonhGvB4gHLCfwt9gJp4b"
    "VyfprMEkHyyVUwi9cMQdnCH5waiDunWlLGOix8O5UPsUWfR/GwnzIhyvzG0ick8sIVqBSS"
    "9XZqFT6Ss2OJSxT5V8FafQa6RaR4z22KLhn/BCp4MPStZqj2M1iRc2bhF9zXjIN19m6NoS"
    "n4LRyngVLy91Z5UCflgW2ZlROYBbQnNKzeLcTSmdqF0USaSnjOC/JsPgCJ2yUiLQ4A+Vyi"
    "QL2gTISpcEPK0yWB4iGqkbyvoog4/AkSqqbhvbCMpBGnaAWNNoP+d51Bv+523/OQMuspst"
    "d3Iapu72WLAqXNkVWFgXpAWlkcCEMzGItA3UzodRSzDpUqr1UC8CoBDie2EnUBZkCG5Hg2"
    "htwaf9wtElyxiKgQTiY86I3ndFjH+PqTbjzSjNc6ljox7jZ4Up+74N7akpzYFhU9/XFB02"
    "TT8J+tjZdHyDoY9gAtMmVYJxpUft1WjK2XGBt0SwZqPkk2Rl5nW1ZnId1MFWk6AP7FEskf"
    "Z8o1FlBncwXDN70RByBTVEko5fFY7eV7rPYyHqtrPKGsyo4KEXWtO0ieybe4B/DnEokTQR"
    "oPAP1aosVkgbttsqjSGTwZF/PzLTLOQNShslKdVRljb4Ko9R/e7T/sWu5GcaBmlzsIOEXW"
    "PKSPkkAU/wCWuqs4m0JIdLrAsJfHgvhwmRTg142BN94KWq8kZQO1Xmei5QowKU4j5/G0Jb"
    "UySapWMVOsmInJDXtqEfjF2poCu1ONkBxZdUqe4UvBYwN97uQLyfRxl0tINoOqHEIyqQtc"
    "YpnFaDjAwH8ryyRyrQNdoIKN6jhPlk0EWQ2+AIJnvCWWWSLZYrI1HrHk0CkEn6CXP8OGG1"
    "PVIGmMJUSf4I17uJTXR5NcBx+IVoquIqRJ0w+SLMjSDAvS0TWJul0sPs7mI2UuYlISfxu/"
    "ryRF80gVvXyposeQKj5DVFp4S1I1Lt3J4YW3lgluLBNcwvu19b87qsHtcCzaHNJDM5/zDB"
    "mJ54VMmu3XLGHJICli/dSwhMjxmCef5yHHfeJBi3knjJeOm9Bcy+4CqJJ8soSBynBg+ze3"
    "ww8v0OO1JoxaMV/fSCtbt+3l2Dt7fQSI+u7jrStKnXbGkyk6AiUTYwON6Z/y986YuqtERD"
    "yJPYc6MFAXYAIMb5jo0/cs6QJ8rwI/3v4F+GjgIbN1wR8bG2/VxMnyD3JsNtFAIAt8MYja"
    "oSA6/njvayPla7A4FW2xrfB8ki229ZuuMq7PQnhOBjQ7roK3siodnaZtu7rWXd2qw76Lbg"
    "4ZnLK9nCA8QCfXzIGlSX3ss7UlReAk1R6c5+6ePRczWtyzMQjbLYtqmrAF9mx0NeeB5jmp"
    "as7ShsFeBw6AazJnwDlO/p3gZpY/DoijpIv74hu11ExwEzt29bAsaoPK4l0mJisVRnSeDP"
    "5pA7MW0HVNuIb0bQxtbPi0W6yQTdTjyycSSx0KNuqzQ9WjKqBHW9GQKTX39KYK9K3OtAZc"
    "QrdAZ9qeq3TUc5XO73CLCg53t/PZB2khzabCeABiN0t0LdEy+pVeTrgc7Ho8Dna9fAe7Xn"
    "vQ1b6LS3vQ1eEBbA+6+rYHXZVXgSYIWz13rXWg7WHB7WHB315Czz0smOdkjJgZ1kD7CuiR"
    "PDk20BkvTt9KRqeoFcrpAa48sjqJDyvhekxqD4BjEYelZ6ATiRtL4eR+q618XyYd6lsqh7"
    "Ldjcs30YrtNViCuwViO65uBJM+iXVxTHycrkls5CEi4xt/0MpIkMa/Kvh/n30k50oOQKpg"
    "id7PFreSLIyVkTi6G3ohdNmyJZqII2mIi4azhbwYgMQtybM6n4s+dXRdSf7nOcWll3+MSy"
    "9zjgtZ/cpOmoCm0oSpma/DAeeLDvGCxYgm3QFmSNXC2eoE6qATiLFmZbNlpAhbwXFHvoy4"
    "vWpP6TFpJDtLdDmSZqQGWJ3CSahnCEMqCjxG8mWhwDWFJ0HGBtoOZtSfDHcFVAQMHYNh4F"
    "9Izj2MclV4dsdE1CQr98V+jbVCUQ2Wl26BUBT1Zxl7ZpKqcTZNrsP6Cs7qa4/qO/1RfQ+G"
    "7bhK2SMnk1QNxPqKZyhf5Q/lq8xQpnEqZXFOELUwc8B8DkdPdo61153q4Mmqqqs4/Qnhvi"
    "590M/1fACu50s0IporcYkkeQAkeYnE6QCIldRLPH2R3xWZnjg/Zx8vV5Y4KtsVPpmfX0sc"
    "LZEwlKUPuGO87yVa3C1uxemI1Akvq3TRW44uepvbRW8zK5HP5JeOEs4Qtpl7+TL3PmERk8"
    "pQyn4ZwpkNnXCm0DzfZefJWeQLbzNZn3I+ENQoB+m4kBFIUqTtzdI2JrP1iVW+bQqD/A5p"
    "1tFvGXU0j89NFLm0p+dNqSivuo2EXK+b+ExKJNTbE610Gr8m4nXqY7DOBqRSpgqOiMEAzi"
    "BlJ8dkPWDIYD0wjQ+8THryfeFKJUZvCGQljWACOTN31WGYwfwn3SJDmBrV2WUKy//PDmyW"
    "yuU+mVYpBsfp93R9zSMex9nvXb6+fHNxdRkymmFJEX8Z8JL5Vii8g7FPhcgXpWIkDdQnH0"
    "WOIpOqBMJ+9Qai23vJo66nx1/noMs6GttCLtNN4+fFbJojGEUkaanI0Fzw/8A0nHP0SSoA"
    "l4CREH0CTH+cCJ/ScA/Hs3dpmYY08I7lM3NKj46//wfNjTgr"
)
