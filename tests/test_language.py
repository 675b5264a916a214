"""The language of a text: by script, by small words, by the model; and what a declared one is worth."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from eventx import language
from eventx.language import code_of, language_of
from eventx.model import Event, Release, Source
from eventx.pipeline import extract, scene_of

TEXTS = [
    ("en", "The museum will open its new wing on the first Saturday of May, and the mayor is expected to speak."),
    ("en", "SPRINGFIELD, Ohio (Sept. 4, 2026) - Members of the council will meet with residents at the library."),
    ("en", "Registration is free. Doors open at six and the talk begins at seven. Seats are limited to the first 80."),
    ("de", "Die Messe öffnet am Dienstag ihre Tore und erwartet rund vierzigtausend Besucher aus ganz Europa."),
    ("de", "Das Forum findet vom 4. bis 6. Oktober in Köln statt. Anmeldungen sind ab sofort möglich."),
    ("fr", "Le salon ouvrira ses portes mardi prochain et accueillera plus de quarante mille visiteurs à Lyon."),
    ("fr", "La conférence de presse aura lieu le 4 octobre à 10 heures dans la salle du conseil municipal."),
    ("es", "La feria abrirá sus puertas el próximo martes y espera recibir a más de cuarenta mil visitantes."),
    ("es", "El seminario se celebrará del 4 al 6 de octubre en el Palacio de Congresos de Valencia."),
    ("it", "La fiera aprirà le porte martedì prossimo e attende oltre quarantamila visitatori da tutta Europa."),
    ("it", "Il convegno si terrà dal 4 al 6 ottobre presso il Palazzo dei Congressi di Bologna."),
    ("pt", "A feira abrirá as portas na próxima terça-feira e espera receber mais de quarenta mil visitantes."),
    ("pt", "O seminário será realizado de 4 a 6 de outubro no Centro de Convenções de São Paulo."),
    ("nl", "De beurs opent dinsdag haar deuren en verwacht meer dan veertigduizend bezoekers uit heel Europa."),
    ("nl", "Het congres wordt van 4 tot 6 oktober gehouden in de Jaarbeurs in Utrecht, zegt de organisatie."),
    ("sv", "Mässan öppnar på tisdag och väntar sig över fyrtiotusen besökare från hela Europa i år igen."),
    ("da", "Messen åbner på tirsdag og venter mere end fyrretusinde besøgende, siger arrangørerne i København."),
    ("no", "Konferansen åpner på tirsdag, og arrangørene venter mer enn førti tusen besøkende til Oslo i år."),
    ("fi", "Messut avautuvat ensi tiistaina, ja järjestäjät odottavat yli neljääkymmentätuhatta kävijää Helsinkiin."),
    ("pl", "Targi otworzą swoje podwoje w najbliższy wtorek i oczekują ponad czterdziestu tysięcy zwiedzających."),
    ("cs", "Veletrh se otevře příští úterý a pořadatelé očekávají více než čtyřicet tisíc návštěvníků z Evropy."),
    ("hu", "A vásár jövő kedden nyitja meg kapuit, és a szervezők több mint negyvenezer látogatót várnak."),
    ("ro", "Târgul își va deschide porțile marțea viitoare și așteaptă peste patruzeci de mii de vizitatori."),
    ("tr", "Fuar önümüzdeki salı günü kapılarını açacak ve kırk binden fazla ziyaretçi bekleniyor."),
    ("vi", "Hội chợ sẽ mở cửa vào thứ Ba tới và dự kiến đón hơn bốn mươi nghìn khách tham quan."),
    (
        "id",
        "Pameran akan dibuka pada hari Selasa depan dan diperkirakan menarik lebih dari empat puluh ribu pengunjung.",
    ),
    ("ru", "Выставка откроется в следующий вторник, организаторы ожидают более сорока тысяч посетителей."),
    ("uk", "Виставка відкриється наступного вівторка, організатори очікують понад сорок тисяч відвідувачів."),
    ("el", "Η έκθεση ανοίγει τις πύλες της την επόμενη Τρίτη και περιμένει πάνω από σαράντα χιλιάδες επισκέπτες."),
    ("ar", "يفتح المعرض أبوابه يوم الثلاثاء المقبل ويتوقع المنظمون أكثر من أربعين ألف زائر من المنطقة."),
    ("he", "התערוכה תיפתח ביום שלישי הבא והמארגנים מצפים ליותר מארבעים אלף מבקרים מכל רחבי אירופה."),
    ("hi", "मेला अगले मंगलवार को खुलेगा और आयोजकों को चालीस हज़ार से अधिक आगंतुकों की उम्मीद है।"),
    ("th", "งานแสดงสินค้าจะเปิดในวันอังคารหน้า และผู้จัดงานคาดว่าจะมีผู้เข้าชมมากกว่าสี่หมื่นคน"),
    ("ko", "박람회는 다음 주 화요일에 개막하며 주최 측은 4만 명 이상의 방문객을 예상하고 있다."),
    ("ko", "10월 4일 서울에서 열린다."),
    ("ja", "展示会は来週の火曜日に開幕し、主催者は四万人以上の来場者を見込んでいる。"),
    ("ja", "フォーラムは10月4日に東京で開かれる。"),
    ("ja", "株式会社Harbor Robotics（本社：Boston）は、10月4日に新製品Tidal Oneの発表会を開催します。"),
    ("zh", "展览会将于下周二开幕，主办方预计将有四万多名参观者前来。"),
    ("zh", "論壇將於10月4日在臺北舉行，主辦單位預計將有四萬多人參加。"),
    ("zh", "Harbor Robotics今日宣布，将于10月4日在北京举行Tidal One新品发布会，并邀请合作伙伴出席。"),
    (
        "en",
        "The Sixth Garden City Forum will be held from Sept. 24 to 26 in Beijing. It is the first time that the forum "
        "comes to China.\n第六届花园城市论坛将于9月24日至26日在北京举行，主题是绿色城市与健康生活。",
    ),
    (
        "zh",
        "会议将邀请ソニー和任天堂的代表参加，并于十月四日在上海国际会议中心正式开幕，预计有四万多名参观者前来参观，为期三天。",
    ),
]


@pytest.mark.parametrize(("code", "text"), TEXTS, ids=[f"{i}-{code}" for i, (code, _) in enumerate(TEXTS)])
def test_a_text_without_a_declared_language(code: str, text: str) -> None:
    assert language_of(text) == code


@pytest.mark.parametrize(("code", "text"), TEXTS, ids=[f"{i}-{code}" for i, (code, _) in enumerate(TEXTS)])
def test_the_right_declared_language_is_kept(code: str, text: str) -> None:
    assert language_of(text, f"{code}-XX") == code


@pytest.mark.parametrize(
    ("text", "declared", "told"),
    [
        ("", None, None),
        ("", "fr", "fr"),
        ("2026-10-04 09:00", "de", "de"),
        ("Spree Forum 2026", None, None),
        ("Spree Forum 2026", "de", "de"),
        ("中关村论坛", None, None),  # as a name it may be Japanese
        ("中关村论坛", "zh-Hans", "zh"),
        ("東京国際展示場", "ja", "ja"),
        ("Die Messe öffnet am Dienstag.", "de", "de"),
        ("The Voice of Paris", "fr", "fr"),
        (TEXTS[0][1], "zh", "en"),
        (TEXTS[0][1], "de", "en"),
        (TEXTS[38][1], "en", "zh"),
        (TEXTS[35][1], "zh", "ja"),
        (TEXTS[33][1], "en", "ko"),
        (TEXTS[3][1] * 5, "en", "de"),
        (TEXTS[5][1] * 5, "en", "fr"),
        ("\ud800\ud800 \0" * 50, None, None),
    ],
)
def test_what_a_declared_language_is_worth(text: str, declared: str | None, told: str | None) -> None:
    assert language_of(text, declared) == told


@pytest.mark.parametrize(
    ("declared", "code"),
    [("en", "en"), ("EN-us", "en"), ("zh_Hans_CN", "zh"), (" de ", "de"), ("nb-NO", "no"), ("nn", "no"),
     ("english", None), ("x-default", None), ("eng", None), ("", None), (None, None), ("zh-", "zh")],
)  # fmt: skip
def test_declared_languages(declared: str | None, code: str | None) -> None:
    assert code_of(declared) == code


def test_a_text_of_any_length_costs_little(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[int] = []

    def asked(text: str) -> tuple[str | None, float]:
        seen.append(len(text))
        return None, 0.0

    monkeypatch.setattr(language, "_by_model", asked)
    assert language_of("Zorp blik. " * 1_000_000) is None
    assert seen == [2000]


def test_english_and_east_asian_texts_load_no_model() -> None:
    code = (
        "import sys; from eventx.language import language_of; "
        f"found = [language_of(text) for text in {[TEXTS[0][1], TEXTS[33][1], TEXTS[35][1], TEXTS[38][1]]!r}]; "
        "print(found, 'py3langid' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", code], capture_output=True, text=True, check=True,
        cwd=Path(__file__).parents[1],
    )  # fmt: skip
    assert done.stdout.strip() == "['en', 'ko', 'ja', 'zh'] False"


# In the pipeline


@pytest.mark.parametrize(
    ("text", "declared", "read_with", "told"),
    [
        (TEXTS[38][1], None, "zh", "zh"),
        (TEXTS[35][1], None, "ja", "ja"),
        (TEXTS[38][1], "en", "zh", "zh"),
        (TEXTS[0][1], "zh-CN", "en", "en"),
        (TEXTS[3][1], None, "en", "de"),
        (TEXTS[5][1], "fr-FR", "en", "fr"),
        ("Spree Forum, Oct. 6", None, "en", None),
    ],
)
def test_a_release_is_read_in_its_language(text: str, declared: str | None, read_with: str, told: str | None) -> None:
    scene = scene_of(Release(text=text, lang=declared))
    assert (scene.language.code, scene.release.lang) == (read_with, told)


def test_a_calendar_tells_its_language_by_its_titles() -> None:
    event = Event(uid="u", title="中关村国际人工智能技术发展论坛", start=date(2026, 9, 24), source=Source(id=""))
    assert [e.lang for e in extract(Release(text="", title="日程", given=(event,)))] == ["zh"]


def test_an_event_tells_the_language_of_its_release() -> None:
    english = (
        "The Spree Battery Summit will be held on Oct. 6, 2026, in Berlin, and the mayor will speak to the guests."
    )
    assert {e.lang for e in extract(Release(text=english))} == {"en"}
    german = "Der Spree Battery Summit findet am 6. Oktober statt. " * 3 + "Spree Battery Summit: Oct. 6, 2026, Berlin."
    assert {e.lang for e in extract(Release(text=german))} <= {"de"}
