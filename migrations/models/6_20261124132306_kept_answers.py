from tortoise import BaseDBAsyncClient

RUN_IN_TRANSACTION = True

UPGRADE = {
    "sqlite": """
CREATE TABLE IF NOT EXISTS "kept_answer" (
    "name" VARCHAR(64) NOT NULL PRIMARY KEY,
    "sealed" BLOB NOT NULL,
    "expires_at" TIMESTAMP NOT NULL
) /* The answer to one operation, sealed. The row is written in the transaction that carried the operation out. */;
CREATE INDEX IF NOT EXISTS "idx_kept_answer_expires_f2b961" ON "kept_answer" ("expires_at")
""",
    "postgres": """
CREATE TABLE IF NOT EXISTS "kept_answer" (
    "name" VARCHAR(64) NOT NULL PRIMARY KEY,
    "sealed" BYTEA NOT NULL,
    "expires_at" TIMESTAMPTZ NOT NULL
);
CREATE INDEX IF NOT EXISTS "idx_kept_answer_expires_f2b961" ON "kept_answer" ("expires_at");
COMMENT ON TABLE "kept_answer" IS 'The answer to one operation, sealed. The row is written in the transaction that carried the operation out.'
""",
}

DOWNGRADE = {
    "sqlite": """
DROP TABLE IF EXISTS "kept_answer"
""",
    "postgres": """
DROP TABLE IF EXISTS "kept_answer"
""",
}


async def upgrade(db: BaseDBAsyncClient) -> str:
    return UPGRADE[db.capabilities.dialect]


async def downgrade(db: BaseDBAsyncClient) -> str:
    return DOWNGRADE[db.capabilities.dialect]


MODELS_STATE = (
    "eJztXWtzozjW/isqf5nZKk9Xx7l0t3drq4hNupnxJWs73dM7nmKIUWIqWHgAJ+2dd/77K4"
    "k7CCwwdjDNhzggdAQ8EtI5R+fyV2tlqFC33vR0RVu1uuCvFlJWEB9EL7RBS1mvg2JSYCv3"
    "Oq258KvcW7apLGxc+KDoFsRFKrQWpra2NQORqgJYKBYExgNQFgtNhchuA03XEbSsNlgpNj"
    "SRZm+BYQIVKvaSVkRAQ9bGhCpYQ9MyECm0lxAsjNVaQds35M6qscC31tDjIW+yQdqfGyjb"
    "xiPEl0x8q99+x8UaUuE3aJHTv1oPGtRVetxySWVNJcQLE98LqrJikzNcRkjht7WJnwqDY3"
    "mtufCjja4TjLdrCnGLVsbg0pO/ScX1k0xvFuk05160XPZo7+6k/g2tSYC6lxeGvlmhoPZ6"
    "ay8N5FffbDT1DaEh1x4hgiZ57lCXkkdzu94rcpDBBba5gT4kalCgwgdlo5OB0frXwwYtyH"
    "gA9E7k5+Lf7qOFqsnyaDyTp+JMlluJceSiE+51t2iBocQwacgmiP71t9NuAAgtbZEb9D4J"
    "kx/Pr/5BITAs+9GkFylcrb8poWIrctChAcpos7rH/Z9AurdUTDbSAUUMbfywh8HZg+gAoL"
    "ZWyjdZh+jRXuLTztsMkD8LE4pz5y3F2cCzgzNnjNwrHXqJwB3A+4Rfiw2uiHGkAEv4gRS0"
    "gAmgPdpyYPYKApyDea040K1xr3d3K8yk8UgYyEKvJ/XF0awLmMVzNBqP5BSK1EtzFCnuS1"
    "NRmIqxW7ilc0QoyLkwFD7iSpHTOZqIA+GWELsHcyQNBiNxOu0C92COhsJMnIyk2dcu8A9J"
    "u8LsE2kP/4vP0lxD64pnaF2lD62r+NDSNQSLDi2PttJDayAIXYB/5gj/9OhhD3fYz0PcWT"
    "8Pi3TCBUcfXKR2wUW8BzC49sYq2gcB9fF6odWfCDeznCuUQ4THPvk3R9O766E0m4n9LvAP"
    "yZf1UZrir4UUB8e4u0byRPwsiV9wp3mHpPRmPBnSjxeX/edOnNL2mMVzhGcC8ZZW8I7I/W"
    "7ups7N6MEc9QZjWuD8JzXGt+LIqeIcFfpuOzzfbSf9u+3ER83CeE5bcHcPGp/4iGPmbtQX"
    "yVTczztufMIu8A/ZvYkvDiTaV95Rkb76wNFVH1J76kO8o1wuGjdnWrZMS3OwSWzqI3bbof"
    "jQKOZXPCzTVTrLdJVgmTzgdGUP1CPEDejcoCvPlpxfJGBT1w72Mx4e7iydhztL8HDwGUv0"
    "MhbOGIO8j0vZcEepYjCTYltbwTfe9Wpwc2WIuX3MjqcCKK9NuNCI/qHo2prW1hHHsfir0M"
    "vNnlGiLqD/8PJ6ezsZ/yoR0QWvsMEJYZCEiXTzVRp9JEySd1xkoT074/kQztI/hLP4hxB+"
    "pUT3zeA3m/0lxMhqMONkADsTf6VjY2VZf+phQH8cCr9SrFdb98pgPProVQ91AGaNrxPcqK"
    "PZM+EDNKH7WfDO+0ziQp3g6nyqMgkderm1XjTLUuFC1pCj1ZVZ2s504NPoG+x3Y49h0xUM"
    "B34sPHDxK1t50U9vocGfF3/MLd5v84Puk1VZc1WUvexwLaudjHW1k1hYo3s1SQ6TsIopk3"
    "uEMovLJAcniH7WUisNxelMGN5G1lvCf5Irncha65X+GGf8/UbAF2n2CZBT8N/xSIzv0vj1"
    "Zv9tkWdSNrYhI+NFVtQwJl6xVxRdUDb3K80u1tFx2hK6umJTWp16OroVy7s9GqUqc5u0ul"
    "27c1c0JEYqpq5BU6bb/zmhZdHuAfDuT+eY+6PF4SX7+g9PzD1ndzAmQb4xTKg9ol/gNiGp"
    "xxD1LDqClk5z3AalQceayotvDhH7cDEC+L2hTTGY4LlkIvVmrfShXAbEXjunOG53wsv6eF"
    "NAJgP6Xlk8vSimKqeMbBPqytqCjD3Ba5fy5pcJrpOisCgd8koM6aTCrgx8RNJQjT78qIxk"
    "LDar/YHqu83UFSYNLZS1stBsxlqSByfJb+cWmpqh1hUvC9q2DksYWFO/oTpBRWZ4o2OEZv"
    "bInJ+8tOqs4iUKUh7pK5F7kzsl56w0y1R/RtthnipDv+JOI9UxgsCy4RpoCCiAkv9gAV17"
    "gF3wslTsNv6FiPwabaAglRaCF8UCloJ51vjmQBnt7TY9bUxCX9UktPY2i9SQiRqbOAdzdH"
    "dLZHtip+Ic5LVycuyaZCzbT2bOtfB5XnuncPHtZPzZMaFhlZZnGzVH/XHvbiiOZrLQp/eL"
    "noeuT8Th+HOkhltSZCuRS+eZofJMajxPzyqv6BBuTPJKMsnDS6iRy+DFJ6jyIKnSNsQKWh"
    "ZmjPLs7YdImn393Pv6+bcBmn2eU9D+F1BQl6SY5ujW09dMH1lpWk1Mdyul07SlPWHaE/pi"
    "lrL0oEK2ux3AkrCDnYIM8TpUicf/06nuu1veb6mf5aNpbNZYBNbsJT23XwzgPLJpASwNa7"
    "YFVM3CI1PRmR6fJTXbCNoVmGzaGYJ2XuP249uzH9Hzks/1Msv3MmFptMln1rXZw4arwAg+"
    "HkN/ycPPX6az85dJEduEkMFgZhgs+hQ1HLzveMbuu/Sh+y4xcu83mq7iByjgi8EgrYH4dG"
    "hHDDJzKzqGUc01I8fIaji2y4faNl5SXDTYGHv1awjuOc/MfJ4+M58nZuaFsUG2mcuwNkRy"
    "xImi9+k4UwWXrjCdqUg43SvoccNUZHE63ofoj4j2zSQn2piiC24mxDOX+OTOkTTrAmk2R+"
    "KoC8RRIbVtuT3RGDan445fUB0jfdvybQBOQQHmcsg7rF8RFctlV/LNbQbLJG+0YtFvawkV"
    "3V4WxJhJ3CC8wyI2Oi5LUEEOg5ZOEmAOy1jmt8xhIhsdoQ3Wu7FmftN72MlSBfKRrGSrtj"
    "pzWep5g3tfjNxm6gqThp4NbbGvvbXktFJXkFaQKIKspbbeE6eh31BdobLgYmNq9lYuw0x9"
    "6jbGa6l+Kub8h93BQ962G2MLL5jMsvbwQrW47GPpPhtZ4IFHS8OoevtwXXxI4uW18X9Hp0"
    "oNW+kWHJYPgWYDGpXLYlvLltp6s6VXAT6+nbGl1wRlfO2gjE1A2zC2PDtTF+k7UxfJyCW2"
    "YqZo3NJ2/lyC7ztOFcukPiPCF9OKPi9k1WQoOBGrvp97DbROlfTDrqICJMMNm8PmrRFYX1"
    "Wo8N1gGUJF2EU2XahQw7W4hIoHTadpGwx8TLVdbOmAXa1h8yswcWax+Y3lXrCte8ljxIBr"
    "pW/tXibMGFZQ1RQHphwoR6lqiPUZl5XkWYaV5FnSStLS/sdA+Vp7lFCKZ45HEUNYO0lvcP"
    "y8+N9PHzqd8/N3nbfnV+8vL969u3z/9j2uS584eeldRi9cSx+lUcxBhxTEQF8qncurPIM7"
    "oKjhwL7iUQJcpWsBrhJqgAWG4tFIs4TiCLQfoj+ioc5HcSROhEHO1dAj6wL3YI6GYl/qkR"
    "L3oIhmJmuY+2at6VatCXPstW4oau7AjzGyGo7+g3hc+rDlN5CKkdbQQupELKI8TLJDP9r4"
    "vo9QfoK5PqsYWQ0/qwMsKo33ZeN9+fq6qH1i1R1Sz3JDwyJMoAWZqpbw5XaWtuWBVpRNvy"
    "aHLyatDGwSbYjoUlxLJbAkkYfIDgRU6b6qggyiUaF1yDXbAPg5TOMZvgEC2FguCbmMW1rh"
    "4cvy0DzszRrtTwWmqXaG9sft4yKhliOUDWNVacYKfltruLkC3RylbLq50t3sfZP3efcaE4"
    "RNWO24DGrl9h4IkRx3YaokmBnMcjD6SuCYSzVgr8SGYpxpTnys+8ctiY7zZC+MEZwZ+Iez"
    "D+6sYh1QhaG9E/7QZ80B/F5SSCKYL0MUYQX8TZdHgjDD8jqozhl71YT2Ykm2eGkMF2X904"
    "MJsTigEf3LlpQHrYMHwwQvhvkEfpu6CZ7ALwPx97QwrGU13QgcFZjqdwocbCa0MbprjO7K"
    "Q0yFeFQydoOnK0XXU/eDA6o67Qifd95d+XvA5CRrO2w6FAaD5DZvozBuFMavz3xVNVyfZ8"
    "bIZNB8C8csviyotJMbm2EeaW3ClbZZ+QZ3nkMOYY5IgcPdJdmtnLS7+am/WgFEcZtl2o7s"
    "r+C4lBDDb/gBLJKS2MfVhcwdG96QbtHK+Nnoyd8N5/a6hoKNN0oo3BGP9dp5uvHaecJ2Lf"
    "6x8LJ6cbrvmk12wcjJLUepvmsAlRUJoZUEL8uGMqCpE898ZCtKzbI2EDMhjHhy6QM3QvRd"
    "j1sVMynei/KiF6b5rsE7vTQjLZJyIyf7RGm6gPzO0a0g9buA/M7R+LM46d+J+JJzMEc9Yd"
    "QTBwOa78M7jHPSPFzCBw4m4UMqj/AhziL8SQxJHqAJ3W7g5cPidDU0kOvwGPh20i18OwkT"
    "37X6kNcOMURSCOKK6dsOboJYebfYqszZOfap/VBiBaMJNsq60/U2ruRude6sz+GoN3ujW2"
    "bMsErqQ6PfbaVsaH+Ba1tA1gtVGybUoqGr7SzN6BOuJytBRS7tqFOfWKkSfaaxJj2PL7eB"
    "BRUdqm8AqWQaL0CzwIup2TZEJA0oDVVkYmLF0dVRs9iFYpoadOIY+S0BY8Mwpz3urffY63"
    "5dp98K6fHK4moyNrxpt7M0Kkgxtyl73j5NDPD7re0EXDjNxYKpHiEJ39oh+0qM7bU0EiZf"
    "2TnjvPrhFfv660wU4jvmJ2XyWhGW6CQsXhOM2essb56hIWNtC9kgpi9soZi9uxe1qbGC94"
    "a6Jd4VZDVwEmqZbUB8MZYk4IYGke1G4tOghVcbSC6s/gkszDJZzhJjGpvHJfiDWLD9kVy9"
    "DnSPxiSrAsJM1gpV+yTZvfFoNhF6sy7wjubokygMZp+6wPlfRLn3noNzeJ/KOLxPBPtr4r"
    "AETuRcsUE6GbFBOon9VbhSND0PwD5BDRHuXPLwvbhWRqSbhD5vjVHKl3LKI6ghwuc8OWLO"
    "05PEnKfm62Fs1JB5euo4mEYAjpDEQP7XQlcsC/zwkaCsLX749wlCzjNLMHIpNq48+zETOR"
    "hwhmLa5x8ZMnGufAB105xGBqmbpqIBiwcszyOKOrPvCVXMtb+WcHnWl3sBNXVaOb19zVSM"
    "Gr+4Q/jFpWxD7Kd7CdJ3sNQvkeQeGRqYaL2dSpgvXpQMGu9ipWyBahClh2NETWfYfwIFPG"
    "jqZqEp5taJogGfcV8zsqPv3RpDsfKbP069LcrfG11LlXQtpqEXTqrg0R7RzOpuKuZOtyn0"
    "h9JIwt+8MBtPuiByOkekxS4gv3PkaWPkoTASPpLyeImnpwlqRM+L6G3KTwOsLBZ4LcwjmI"
    "UpGrmsSYP6XadBrboV2GkI5dXUcFR3Iipu/cUWBXIbJxUVBqoB6f5hMhiTQAmoNuk7ONN3"
    "NEoAXiVAeWIrURdgBqSHz1oMuTV8uZ0luGIRUSacDH58ldNnWACW9u0nVXukWfhULHVi3E"
    "3womzb4N7YkDx9jsWaOy5o1EfqDLwx8fQIWbEjS2iRKcNawaBy6zZibLXEWK9bElDzSbIh"
    "8ipv/bWm0seRLI26wD2Yo9mXsXyDBdTxRMbwjT6KXZAomqPpTLyV724xnXNQSEzl8Wg5S/"
    "doOUt4tKzwJ2YUtvQIqCvdZbPxDONOfudIHArSoAvoP9wpwynukOGUOH9Np7+IX4n/Fz0o"
    "0j0lJxQgE6i8VKxlnv3zCFHjccThcbRUdNJ8LiuFCFGD8m6UbcNeyxZcmJChyEnHOUZWP6"
    "QPkl4KPwBL8Zgd5conOp7D/ttDQVxehCsLIjU3lD7R8aA8Owko7SIxxQOyEpS4FZsMTkRn"
    "m2p2f7rOFU03F+xmVxDPG0w8QtVok3cEvw6UHXuqPvl1cRUFdnfk68jIqlL8P1d1N9DQUy"
    "tds0cvt7k0e7pXlUOzR+o6DqMYDQto+G9p6EQZR3K7KGCtWNaLYRLt2yI1X0sXV0Twxc3x"
    "YsK1riwgaYyl+TvCHfdwG6rO9lcVDLca1V8RPZI0+izNhJk0HnVBcOzojr6MJ315ImJSR4"
    "UUnBdS9PEI4GfpAvgZQwB/gii3NilK1Xh679RzNExwbZngvVyMG6PhSibTuMU8CYnOxWDP"
    "vEuZrNk6VImDKcNVvQDLlPkxHMteFT5rC0xgmJ6tL6lIsGTxWcUaaTyuK85DLUyoQmRris"
    "5kUzP2IuKEtVumzy7ecjn/XrzN8P69SBqXrjf3urZgR/TLCsUSpWvCsYSX5zzhWEiECAxr"
    "7uDCUbra7FccObpwE1wgkAN4pper9MnlqrFb/37kgKj/vWXLmAsr0tFx2mZ3q8o9XR39YS"
    "VMkmtuPX/6YvHRdjlcObkHTbgyUJYo7Vdpc4jU8iJcm8uU+RH9hCXf+y1wmwCKTsRguiVB"
    "thnu4eMG4ec3aEAzzQJP+GNHYAvtNrAMoDm1kOEZJ7PNmw9yl0Y6r8AE1c6Szl/HSrDKUv"
    "n3rjyvyKp7EpzUXrrz8taqCe7w683iCdqsZSp0NXOFIsNGvg8qcixOTm2itl0bpE+d5eJB"
    "03ULbNZAecQ93QVL4wXgZ9/SRQK/EHhZQkR2zk2DuIYD2zCe8Bqygm5S5BUgMgRrmTr4/f"
    "ZYsHIm0Ngnecb3MH2mr1k6fIaM6IY3uqGkKNZ8ihjaD4SkXqqG/vjueiCC24nYk6bSeBSd"
    "J+lFUoQLNC9kjTCIR9+DCsvoIRNghWnn0ADMBJjFCGSgy1z9G2h9aKuyCsOF8QzNbZrLa+"
    "R69krs1szh8zpG3mpGHVTdldE1NMNrn465HSya4c5QcRMk7FsbQGWxdKzWEkvt/s3tiNjk"
    "eXM1zq7VkgdfxzevapPUoSXCKmtdq7Ia1EjtWkkD84rqXadwsTE1eys+Q8QUZ6MVMtdRy6"
    "0qQ78u10JqLzHAnupzvcb97wd4UBZ0g/4NmBgvFlBMXKKqUG0DRKIVgsVSQfi12AtqOc3m"
    "TFMf6maljMz0ZBoLNR8N0VLKHRoW4FVZgNqnyCABLsS+H+uCHs6RG/ZCvhEkmgw3ek4COP"
    "ZF/2LoZI5G4he5L36WemIXBMdzdDsZf8aNCx8FcqvwWci03gmj0Q8Z17sloTqfx1I/UsUp"
    "mKOhOPs0DrURPZ8jLEiRPL9fZfq8d1NSJ1kWqzeVJyJ+jURdv9wPKiELff+5/NPg6kQckl"
    "cOrrsFpMZkJvXuBsJkGgYgUThHQq8nTqfyx4kwmpFK0XP/OtHu9ifCl5Ffwy/BbzceiMFt"
    "wmeYnjyyPBvjNxzeCqOvJIZntISgQx9bvpmMh0E9VikeRfjeWHKVxRFFJnI6R27oFOo+IU"
    "9n+IVJJVZprK5w6wyfWGWvOFZ7It44fc0qja9MPAxwhyfBQyc9wUMnkeAh/1ZIYzdU0T2Q"
    "aHRY22Cw3umio09wxEC/h1qO44l9znhseztnGYl9zuoRfbf1YBr/g8iC9o//eAVeKCMM76"
    "uGiTqOVdupRoly/D7yzCUBRe0mk/INeakiNw+6PkHtwL3kAfcyHdzLpJX068Z5Ph1z2VOI"
    "81wbNCujMa0moiUkfXntMM8nCmxGmOeUhDpH1EY7cWaYemg/BE2WBjqoxJ/4mFjjQhVoqA"
    "0wAVEaPxhmOFkOdYdVgJtW+Q34ouGBs7HBH2vTeKaeF3+ELHKfNRJ5JCMJ8uHu1xgAV2Di"
    "b2doe5v4GUfZ8G385oqM65PTf1XMb67p6iYsZNPNe3Wzz+Dk7eUIYeMDW+U+blSNjarxVF"
    "WNrkiWUzMWpTqocqwi7mQ5NI1Bqty8qMYJG2CrocI9Ha/HU1HhVhPRchP1RVNm74lrNE/3"
    "KX78O8FNTH8cEDvrUBn4Bi3VE9zIil08FSL15kninScPYix132kKp8dNhjiFtq3DVapFu3"
    "+1nb2ZEKm3cz/hC7E0Jy5cGrI2JjTBWtlaVLWvgIWuaCuaplABa2hqBsNmvQB9o++vAJfQ"
    "ztD3ow2ZpPNIYwFF7fT85zzi2Hm6OHaeEMfwMmVvGPMrn0FZQF1pA3pidEwddIWBY9funs"
    "zRjUTL6L/4dMJlNMllM5lhMpmwmHTmJhkja6ao8FJ0EDG6LA1edbqmjMmFqOTYIEKWY8hO"
    "CCHTJeT7AlBZ5Y8GG9AcLxLsIWfeVwkGq1nWppD6PkLY7NFUWn9PedG8xpYhmkazlKlZol"
    "CVIKL3vHZOEtPdVmyhEZXbhi1kQqChfQX0QJ4c4MZOd3J6LRmdopYpp3u48sjqJL1ZjiAu"
    "pHaXRNSkEcxUInFjKZycbxZL1w5PheqGyqFsP/P8TTRiewWm4HaG2I6ra95HH8U6O2VvmK"
    "5ObGQZiXtr7+jeF6TBVxm/+/iLMCLe6bGCOfo0nt5KM2Eg98X+Xc/JAJcsI47mfamHi3rj"
    "6WxK/MxDp8Q1fjIRXerguJD8/55H/n+fLv+/T7iR4dkv70fj0RT6YCpmp1Pi96JCPGExDD"
    "l2gOlTNXA2OoEq6ARCrFneZM8xwkZw3JHuObxftaf0GN0kO0l0OXI+xwZYpQJz4e6SUB9L"
    "n8xkCOHL7UzJiGS50uiLKZxZEGZLiC9p+gYPPS9HoBsxi4ozD6axooUI2i+G+USCZ5HQU2"
    "26QYlraboTA5psZiL4zcbo0xwGJnwgFve4igUhQ5o65o2b0NNVcdtJF8O8sZBEO3XJDpPU"
    "JqVb5+zi3cX786sLf6H2S7LW5+RaTJ1eCvrKNEkRqq+af8C8f4H+DZE1ey+V6+AEy/c6DA"
    "k1VWVwIp4JazoL4tnK8qS4WEPTMhB40ewlXtSBRnPS4ic028TySbEsvO6rriFUJCA2K3/F"
    "fo01WtoKyDtZ7EHQn3nYsShV7biyDo+RVSfdyKqTMLKCK8xT5UHYJ6iyurYovJc8XC+ulQ"
    "7wZcJd/UEzMYOVN5NulKqGWJfvG0cZ2bw4R4gamHlcEDFE+VwQPYLauSCe88RyPU+P5Xqe"
    "iOWqK+hxo6SlENy9lxamPyLcN5OcgGOKLriZzFGfbKWJcyTNukCazZE46gKx0H4XV1zd9I"
    "n79K2PW9LoszRzoxLn6AqXDOPvHJBI0DPps0jiP5P/czS9m956UZi9wyJd9IGjiz6kdtGH"
    "xEzkMvm5Q+4kCCscc7QwK3PJxcpcZrAyl3HA7RcsYlIZSt4v2iuzoSN+KTRoa97v5ESDv4"
    "awtmARBSGzgSYKR9U0SfGZkSTIpnmnk/19bRg6VFD65BihjXX1PSY+1Ifplxy3f6/H40Gk"
    "a6+l2M736G54LU5+dLxlgqR5SSW8bdhr/JksTMj4zrKCwEXImvWIbz0iqFEJzrIhw7M8y/"
    "wjSVubHaUj24A08fjSOwS/oDpG+tb9PE9kjXFnkn02K1ihH/Y0xc8V9qFqIyHVDJ+xbO+J"
    "063TSl1BiiR03ROqeBrZOuIVTdy3tztMLGHgafEknIC5ifb2RMqPVl2XUZVrAzps6ENlR7"
    "z0sHhiD1MSCcXAP7uRvaHtTbzmajgCU0P55AerzFg+1QMKS6gyYQ2JX9hTGXC58XgGbnM1"
    "gSynMYhAUlgtWwxzEPdKO8sgRAnq7DIJSX+zks0zUqVApnUGQ/Jze7q6ZgKl2BKmW2NgJs"
    "lbzXhVGiGSGu6rHkSfQT6qHAi71WuI7tlbnm1rmoQuBV1Ggjp8R5vpP/HzdDxKUVAEJHHt"
    "hLawwf8BXbNO0VkoA1wCRkQF4WH641D4NQ53bzC+jusWSAPXLGeWY1o2/v3/KJ1dPw=="
)
