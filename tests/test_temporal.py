"""Time expressions in sentences: which days they mean, by tense, neighbours, weekday and anchor."""

from __future__ import annotations

from datetime import date, datetime
from itertools import pairwise

import pytest

from eventx import lang
from eventx.layout import layout
from eventx.model import Anchor, Span, When
from eventx.temporal import expressions, inline, whens

ENGLISH = lang.load("en")
MONDAY = date(2021, 9, 27)


def read(text: str, day: date | None = MONDAY) -> list[When]:
    """The whens of a text; slashes stand for the ends of lines."""
    lay = layout(text.replace(" // ", "\n"), ENGLISH.abbreviations)
    return whens(expressions(lay, ENGLISH), Anchor(day=day, source="published"), lay, ENGLISH)


def told(when: When) -> str:
    """From and to as the tables write them: "2021-09-24..2021-09-28", "2021-09-24T09:30-04:00"."""
    ends = [_short(when.first)] + ([_short(when.last)] if when.last is not None and when.last != when.first else [])
    return "..".join(ends)


def _short(moment: date) -> str:
    return moment.isoformat(timespec="minutes") if isinstance(moment, datetime) else moment.isoformat()


# text | anchor | from..to of each expression. An empty anchor is Monday, 27 September 2021.
YEARS = """
The forum will be held on Sept. 30. | | 2021-09-30
The forum was held on Sept. 24. | | 2021-09-24
The forum takes place Oct. 4. | | 2021-10-04
The fair opened on Dec. 3. | 2021-02-10 | 2020-12-03
The fair will open on Feb. 3. | 2021-12-10 | 2022-02-03
The fair returns on Jan. 15. | 2021-11-20 | 2022-01-15
The fair is scheduled for Jan. 15. | 2021-11-20 | 2022-01-15
The plant was closed on June 4. | | 2021-06-04
It won the award on Nov. 30. | 2022-01-05 | 2021-11-30
He said the talks broke down on Dec. 12. | 2022-01-05 | 2021-12-12
The dividend is payable Dec. 7 to holders of record Nov. 22. | 2021-10-20 | 2021-12-07, 2021-11-22
The rule is effective Feb. 1. | 2021-10-12 | 2022-02-01
The exhibit runs from Aug. 26 to Oct. 20. | 2021-10-27 | 2021-08-26..2021-10-20
The sale will be on Feb. 29. | 2023-11-20 | 2024-02-29
He was born on Feb. 29. | 2021-09-27 | 2020-02-29
The meeting opened on May 5, 2019 and closed on May 9. | | 2019-05-05, 2019-05-09
The tour began on Oct. 3, 2019, moved on Nov. 8 and ended on Dec. 1. | | 2019-10-03, 2019-11-08, 2019-12-01
Last year the fair was held on Sept. 10. | | 2020-01-01..2020-12-31, 2020-09-10
The trial starts on March 3, 2022. Pleas are heard on April 8. | | 2022-03-03, 2022-04-08
She sold her stake in October. | 2022-03-15 | 2021-10-01..2021-10-31
She will sell her stake in October. | 2022-03-15 | 2022-10-01..2022-10-31
The plant will open in March. | 2021-11-15 | 2022-03-01..2022-03-31
The plant opened in November. | 2022-02-15 | 2021-11-01..2021-11-30
The talks began on Friday, Sept. 10. | | 2021-09-10
The fair will be held on Friday, Sept. 9. | | 2022-09-09
The gala was held on Saturday, Sept. 26. | 2021-03-20 | 2020-09-26
The gala is planned for Sunday, Oct. 4. | 2019-11-04 | 2020-10-04
The gala is planned for Oct. 4, 2021. | 2019-11-04 | 2021-10-04
The gala is planned for Oct. 4 | 2021-10-04 | 2021-10-04
Saturday's gala has been called off. | | 2021-10-02
The Lions have cancelled their Friday auction. | | 2021-10-01
The fair, which would have opened on Sunday, is off. | | 2021-10-03
The Oct. 20 picnic stands. Saturday's auction has been postponed. | | 2021-10-20, 2021-10-02
She announced the cancellation of Thursday's hearing. | | 2021-09-30
She spoke at the hearing this Thursday. | 2021-09-29 | 2021-09-30
The club said on Friday that its fair has been postponed. | | 2021-09-24
"""

FORMS = """
It opens on Sept 29. | | 2021-09-29
It opens on Sep. 29. | | 2021-09-29
It opens on September 29th. | | 2021-09-29
It opens on September 29, 2022. | | 2022-09-29
It opens on Sept. 29 2022. | | 2022-09-29
It opens on 29 September. | | 2021-09-29
It opens on 29 Sept. 2022. | | 2022-09-29
It opens on 29th September 2022. | | 2022-09-29
It opens on the 29th of September. | | 2021-09-29
It opens on the 29th of September, 2022. | | 2022-09-29
It opens on 29 of September. | | 2021-09-29
It opens on Wednesday 29 September. | | 2021-09-29
It opens on Wednesday, 29 September 2021. | | 2021-09-29
It opens on Wed., Sept. 29. | | 2021-09-29
It opens on Wednesday, September 29, 2021. | | 2021-09-29
It opens on Wednesday, September 29th, 2021. | | 2021-09-29
It opens on September 29 (Wednesday). | | 2021-09-29
It opens (Wednesday, Sept. 29). | | 2021-09-29
It opens on WEDNESDAY, SEPTEMBER 29, 2021. | | 2021-09-29
It opens on SEPT. 29. | | 2021-09-29
It opens on 2021-10-05. | | 2021-10-05
It opens on 2021/10/05. | | 2021-10-05
It opens on 2021.10.05. | | 2021-10-05
It opens on 10/5/2021. | | 2021-10-05
It opens on 10/5/21. | | 2021-10-05
It opens on 25/10/2021. | | 2021-10-25
It opens on 5.10.2021. | | 2021-10-05
It opens on 25.10.2021. | | 2021-10-25
It opens on 10-25-2021. | | 2021-10-25
It opens on Tuesday, 10/5/2021. | | 2021-10-05
It opens on May 5 '22. | | 2022-05-05
It opens on May 5. | 2021-04-27 | 2021-05-05
It opens on the Fourth of July. | 2021-06-27 | 2021-07-04
It opens on October the 4th. | | 2021-10-04
It opens on October 4th-ish. | | 2021-10-04
On October 2021 nothing hangs. | | 2021-10-01..2021-10-31
It opens on February 30, 2022. | | none
It opens on 13/13/2021. | | none
"""

RANGES = """
This year's forum is scheduled to be held from Sept 24 to 28. | | 2021-01-01..2021-12-31, 2021-09-24..2021-09-28
It runs Sept. 24-28. | | 2021-09-24..2021-09-28
It runs Sept. 24–28. | | 2021-09-24..2021-09-28
It runs Sept. 24 — 28. | | 2021-09-24..2021-09-28
It runs 24–28 September. | | 2021-09-24..2021-09-28
It runs 24 to 28 September 2022. | | 2022-09-24..2022-09-28
It runs from 24 through 28 September. | | 2021-09-24..2021-09-28
It runs Sept. 30 through Oct. 2. | | 2021-09-30..2021-10-02
It runs Sept. 30 - Oct. 2, 2022. | | 2022-09-30..2022-10-02
It runs 30 September – 2 October 2022. | | 2022-09-30..2022-10-02
It runs 30 September until 2 October. | | 2021-09-30..2021-10-02
It runs Dec. 29-Jan. 3. | | 2021-12-29..2022-01-03
It runs Dec. 29 to Jan. 3, 2022. | | 2021-12-29..2022-01-03
It runs December 29, 2021 to January 3, 2022. | | 2021-12-29..2022-01-03
It runs 29 December 2021 – 3 January 2022. | | 2021-12-29..2022-01-03
It ran from Dec. 29 to Jan. 3. | 2022-01-10 | 2021-12-29..2022-01-03
It runs from Thursday through Saturday, October 7-9. | | 2021-10-07..2021-10-09
It runs Thursday to Saturday, Oct. 7 to 9, 2021. | | 2021-10-07..2021-10-09
It runs Thursday, Oct. 7, through Saturday, Oct. 9. | | 2021-10-07..2021-10-09
It runs Thursday, October 7 – Saturday, October 9, 2021. | | 2021-10-07..2021-10-09
It runs between Oct. 7 and Oct. 9. | | 2021-10-07..2021-10-09
It runs between Oct. 7 and 9. | | 2021-10-07..2021-10-09
It runs between October 7-9. | | 2021-10-07..2021-10-09
It runs October 7th to the 9th. | | 2021-10-07..2021-10-09
It runs October 7th-9th, 2022. | | 2022-10-07..2022-10-09
It runs 2021-10-07 to 2021-10-09. | | 2021-10-07..2021-10-09
It runs 10/7/2021 - 10/9/2021. | | 2021-10-07..2021-10-09
It runs Thursday through Saturday. | | 2021-09-30..2021-10-02
It runs from Friday to Sunday. | | 2021-10-01..2021-10-03
It ran from Thursday to Saturday. | | 2021-09-23..2021-09-25
It runs June through August 2022. | | 2022-06-01..2022-08-31
It runs from October to December. | | 2021-10-01..2021-12-31
It runs from November to February. | | 2021-11-01..2022-02-28
It ran between January 2008 and December 2010. | | 2008-01-01..2010-12-31
It ran 2008-2010 in three cities. | | 2008-01-01..2010-12-31
It ran from 2008 to 2010. | | 2008-01-01..2010-12-31
It runs Oct. 28 to 3. | | 2021-10-28..2021-11-03
It runs 28 to 3 October. | | 2021-09-28..2021-10-03
It runs May 31 - June 3. | 2021-05-02 | 2021-05-31..2021-06-03
"""

LISTS = """
Shows are on Oct. 3, 5 and 7. | | 2021-10-03, 2021-10-05, 2021-10-07
Shows are on Oct. 3, 5, and 7. | | 2021-10-03, 2021-10-05, 2021-10-07
Shows are on October 3 and 5, 2022. | | 2022-10-03, 2022-10-05
Shows are on October 3 & 5. | | 2021-10-03, 2021-10-05
Shows are on Nov. 17, Jan. 11 and Feb. 8. | | 2021-11-17, 2022-01-11, 2022-02-08
Shows are on Nov. 17, 2021, and Jan. 11, 2022. | | 2021-11-17, 2022-01-11
Shows are on June 1 and 2. | 2021-05-20 | 2021-06-01, 2021-06-02
Shows are on 5, 6 and 8 October. | | 2021-10-05, 2021-10-06, 2021-10-08
Shows are on 5 and 6 October 2022. | | 2022-10-05, 2022-10-06
Shows are on Tuesday and Wednesday. | | 2021-09-28, 2021-09-29
Shows are on Tuesday, Wednesday and Friday. | | 2021-09-28, 2021-09-29, 2021-10-01
Shows were on Tuesday and Wednesday. | | 2021-09-21, 2021-09-22
Shows are on Saturday, Oct. 2, and Sunday, Oct. 3. | | 2021-10-02, 2021-10-03
Shows are on Saturday and Sunday, Oct. 2 and 3. | | 2021-10-02, 2021-10-03
Shows are on Oct. 2-3 and 9-10. | | 2021-10-02..2021-10-03, 2021-10-09..2021-10-10
Shows are on Oct. 3 and 200 people come. | | 2021-10-03
"""

WEEKDAYS = """
The fair opens Friday. | | 2021-10-01
The fair opens on Friday. | | 2021-10-01
The fair opened on Friday. | | 2021-09-24
The fair opened Friday. | | 2021-09-24
He told reporters on Thursday that it works. | | 2021-09-23
The bill was postponed until Thursday. | | 2021-09-30
The two are set to meet on Wednesday. | | 2021-09-29
The talks are planned for Wednesday. | | 2021-09-29
The vote is to be held on Thursday. | | 2021-09-30
The company reported results on Monday. | | 2021-09-27
The company will report on Monday. | 2021-09-28 | 2021-10-04
He arrived here Sunday for talks. | | 2021-09-26
He will arrive here Sunday for talks. | | 2021-10-03
On Tuesday morning the fair opens. | | 2021-09-28
The fair opens next Friday. | | 2021-10-08
The fair opens this Friday. | | 2021-10-01
The fair opens this coming Friday. | | 2021-10-01
The fair opened last Friday. | | 2021-09-24
The fair opened this past Friday. | | 2021-09-24
The fair opens Friday of next week. | | 2021-10-08
The fair opened on Tuesday last week. | | 2021-09-21
Talks began earlier this week, on Tuesday and Wednesday. | 2012-12-07 | 2012-12-03..2012-12-09, 2012-12-04, 2012-12-05
The panel sits next week, with votes on Thursday. | | 2021-10-04..2021-10-10, 2021-10-07
The fair opens on Friday, Oct. 1. Doors open on Friday at 9 a.m. | | 2021-10-01, 2021-10-01T09:00
The fair opens on Oct. 15. Talks follow on Monday. | | 2021-10-15, 2021-10-18
The fair opens on the following Monday. | 2021-09-29 | 2021-10-04
The fair opened on Oct. 8. The following Monday it closed. | 2021-11-20 | 2021-10-08, 2021-10-11
The fair opened on Oct. 8. It closed the previous Monday. | 2021-11-20 | 2021-10-08, 2021-10-04
Friday the 1st is the day. | | 2021-10-01
"""

RELATIVE = """
The fair opens today. | | 2021-09-27
The fair opens tonight. | | 2021-09-27
The fair opens tomorrow. | | 2021-09-28
The fair opens tomorrow morning. | | 2021-09-28
The fair opened yesterday. | | 2021-09-26
The fair opens the day after tomorrow. | | 2021-09-29
The fair opened the day before yesterday. | | 2021-09-25
The fair opened this morning. | | 2021-09-27
The fair opened last night. | | 2021-09-26
The fair opens this week. | | 2021-09-27..2021-10-03
The fair opens next week. | | 2021-10-04..2021-10-10
The fair opened last week. | | 2021-09-20..2021-09-26
The fair opened late last week. | | 2021-09-20..2021-09-26
The fair opens this weekend. | | 2021-10-02..2021-10-03
The fair opens this coming weekend. | | 2021-10-02..2021-10-03
The fair opens next weekend. | | 2021-10-09..2021-10-10
The fair opened last weekend. | | 2021-09-25..2021-09-26
The fair opens next month. | | 2021-10-01..2021-10-31
The fair opened last month. | | 2021-08-01..2021-08-31
The fair opened earlier this month. | | 2021-09-01..2021-09-30
The fair opens later this month. | | 2021-09-01..2021-09-30
The fair opens later this year. | | 2021-01-01..2021-12-31
The fair opens next year. | | 2022-01-01..2022-12-31
The fair opened last year. | | 2020-01-01..2020-12-31
The fair opens in the week of Oct. 4. | | 2021-10-04..2021-10-10
The fair opens the week of October 6, 2021. | | 2021-10-04..2021-10-10
The fair opens a week from Tuesday. | | 2021-10-05
The fair opens two weeks from today. | | 2021-10-11
The fair opens three days from now. | | 2021-09-30
The fair opened two weeks ago. | | 2021-09-13
The fair opened ten days ago. | | 2021-09-17
The fair opened a month ago. | | 2021-08-01..2021-08-31
The fair opened five years ago. | | 2016-01-01..2016-12-31
The fair opened a decade ago. | | 2011-01-01..2011-12-31
The fair opened on Sept. 3. Three days later it closed. | | 2021-09-03, 2021-09-06
The fair opened on Sept. 3. The day before, it rained. | | 2021-09-03, 2021-09-02
The fair opened on Sept. 3. The next day it closed. | | 2021-09-03, 2021-09-04
The fair opened on Sept. 3. It closed the following day. | | 2021-09-03, 2021-09-04
The fair opened on Sept. 3 and closed a week later. | | 2021-09-03, 2021-09-10
He resigned on Sept. 3 and returned the same day. | | 2021-09-03, 2021-09-03
The fair opens next June. | | 2022-06-01..2022-06-30
The fair opened last June. | | 2021-06-01..2021-06-30
The fair opened last November. | | 2020-11-01..2020-11-30
The fair opens this November. | | 2021-11-01..2021-11-30
The fair opens this May. | 2021-02-27 | 2021-05-01..2021-05-31
The fair opens early next year. | | 2022-01-01..2022-12-31
"""

LONG = """
The fair opens in October. | | 2021-10-01..2021-10-31
The fair opens in early October. | | 2021-10-01..2021-10-31
The fair opens in mid-November. | | 2021-11-01..2021-11-30
The fair opens in late June 2022. | | 2022-06-01..2022-06-30
The fair opens at the end of October. | | 2021-10-01..2021-10-31
The fair opens in October 2022. | | 2022-10-01..2022-10-31
The fair opens in October, 2022. | | 2022-10-01..2022-10-31
The fair opens in Oct. 2022. | | 2022-10-01..2022-10-31
The fair opened in May. | | 2021-05-01..2021-05-31
The fair opens in the fall of 2022. | | 2022-09-01..2022-11-30
The fair opens next spring. | | 2022-03-01..2022-05-31
The fair opened last summer. | 2022-02-27 | 2021-06-01..2021-08-31
The fair opens this fall. | | 2021-09-01..2021-11-30
The fair opens in winter 2021. | | 2021-12-01..2022-02-28
Sales rose in the third quarter of 2019. | | 2019-07-01..2019-09-30
Sales rose in the second quarter. | | 2021-04-01..2021-06-30
Sales rose in Q3 2019. | | 2019-07-01..2019-09-30
Sales rose in the first half of 2022. | | 2022-01-01..2022-06-30
Sales rose in fiscal 2020. | | 2020-01-01..2020-12-31
Sales rose in the full year 2019. | | 2019-01-01..2019-12-31
Sales rose in the 1990s. | | 1990-01-01..1999-12-31
Sales rose in 2019. | | 2019-01-01..2019-12-31
Sales have risen since 2019. | | 2019-01-01..2019-12-31
Sales rose in late 2018. | | 2018-01-01..2018-12-31
The plant opens by 2031. | | 2031-01-01..2031-12-31
"""

HOLIDAYS = """
Shops open on Black Friday. | | 2021-11-26
Shops were closed on Labor Day. | | 2021-09-06
Shops are closed on Labor Day. | 2021-08-27 | 2021-09-06
Shops are closed on Memorial Day. | 2021-05-02 | 2021-05-31
Shops are closed on Thanksgiving. | | 2021-11-25
Shops are closed on Christmas Day. | | 2021-12-25
Shops were closed on Christmas Eve. | 2022-01-05 | 2021-12-24
Shops are closed on New Year's Day. | 2021-12-20 | 2022-01-01
Shops are closed on Easter Monday. | 2022-04-02 | 2022-04-18
Shops are closed on Good Friday 2023. | | 2023-04-07
Shops open on Independence Day. | 2022-06-10 | 2022-07-04
Shops open on Cyber Monday. | | 2021-11-29
Shops open on Martin Luther King Jr. Day. | 2021-12-27 | 2022-01-17
"""

CLOCKS = """
The call is on Oct. 5 at 9:30 a.m. | | 2021-10-05T09:30
The call is on Oct. 5 at 9:30 a.m. ET. | | 2021-10-05T09:30-04:00
The call is on Dec. 6 at 9:30 a.m. ET. | | 2021-12-06T09:30-05:00
The call is on Oct. 5 at 9:30 a.m. EST. | | 2021-10-05T09:30-04:00
The call is on Oct. 5 at 9:30 a.m. Eastern. | | 2021-10-05T09:30-04:00
The call is on Oct. 5 at 9:30 a.m. (Eastern Time). | | 2021-10-05T09:30-04:00
The call is on Oct. 5, 2021, at 5:00 p.m. Pacific Time. | | 2021-10-05T17:00-07:00
The call is on Oct. 5 at 8 PM GMT+8. | | 2021-10-05T20:00+08:00
The call is on Oct. 5 at 15:00 GMT. | | 2021-10-05T15:00+00:00
The call is on Oct. 5 at 15:00 CET. | | 2021-10-05T15:00+02:00
The call is on Oct. 5 at 3 p.m. Beijing time. | | 2021-10-05T15:00+08:00
The call is on Oct. 5 at 3 p.m. local time. | | 2021-10-05T15:00
The call is on Oct. 5 at 3 p.m. U.S. Eastern Time. | | 2021-10-05T15:00-04:00
The call is at 9 a.m. on Oct. 5. | | 2021-10-05T09:00
The call is at 9 a.m. ET on Tuesday, October 5, 2021. | | 2021-10-05T09:00-04:00
The call is at 9 a.m. Tuesday. | | 2021-09-28T09:00
The call is on Tuesday at noon. | | 2021-09-28T12:00
The call is on Tuesday at midnight. | | 2021-09-28T00:00
The call is tomorrow at 9 a.m. | | 2021-09-28T09:00
The call is today at 4:30 p.m. ET. | | 2021-09-27T16:30-04:00
The show is on Oct. 5 from 9 a.m. to 5 p.m. | | 2021-10-05T09:00..2021-10-05T17:00
The show is on Oct. 5, 9 a.m.-5 p.m. | | 2021-10-05T09:00..2021-10-05T17:00
The show is on Oct. 5 from 9 to 11 a.m. | | 2021-10-05T09:00..2021-10-05T11:00
The show is on Oct. 5 from 1 to 6 p.m. | | 2021-10-05T13:00..2021-10-05T18:00
The show is on Oct. 5 from 11 a.m. to 1 p.m. | | 2021-10-05T11:00..2021-10-05T13:00
The show is on Oct. 5 from 11 to 1 p.m. | | 2021-10-05T11:00..2021-10-05T13:00
The show is on Oct. 5 from 10 p.m. to 2 a.m. | | 2021-10-05T22:00..2021-10-06T02:00
The show is on Oct. 5 between 9 a.m. and noon ET. | | 2021-10-05T09:00-04:00..2021-10-05T12:00-04:00
The show is on Oct. 5, 4:00 pm-4:45 pm MT. | | 2021-10-05T16:00-06:00..2021-10-05T16:45-06:00
The show is on Oct. 5, 14:00-15:30 CET. | | 2021-10-05T14:00+02:00..2021-10-05T15:30+02:00
The show is on Oct. 5, 10.30 a.m. | | 2021-10-05T10:30
The show is on Oct. 5 at 10AM. | | 2021-10-05T10:00
WHEN: 4-4:45 pm MT // Monday, Oct. 8, 2007 | 2007-10-01 | 2007-10-08T16:00-06:00..2007-10-08T16:45-06:00, 2007-10-08
WHEN: Monday, October 8, 2007 // TIME: 4:00 pm MT | 2007-10-01 | 2007-10-08, 2007-10-08T16:00-06:00
Date: Oct. 5, 2021 // Time: 9 a.m. - 5 p.m. | | 2021-10-05, 2021-10-05T09:00..2021-10-05T17:00
The fair opens on Friday, Oct. 1. Doors open at 7 p.m. | | 2021-10-01, 2021-10-01T19:00
Talks are on Oct. 4 after the Oct. 1 opening. Doors open at 7 p.m. | | 2021-10-04, 2021-10-01, 2021-10-04T19:00
Shops open at 6 a.m. on Black Friday and close at 9 p.m. | | 2021-11-26T06:00, 2021-11-26T21:00
From 9 a.m. on Oct. 5 to 6 p.m. on Oct. 7 it is open. | | 2021-10-05T09:00..2021-10-07T18:00
The show runs Sept. 24–28, 9 a.m. to 5 p.m. | | 2021-09-24T09:00..2021-09-28T17:00
"""

NO_ANCHOR = """
The forum opens on Friday. | none | none
The forum opens tomorrow. | none | none
The forum opens on Oct. 5. | none | none
The forum opens at 9 a.m. | none | none
The forum opens on Oct. 5, 2021. | none | 2021-10-05
The forum runs Oct. 5-7, 2021. Talks are on Oct. 6. | none | 2021-10-05..2021-10-07, 2021-10-06
The forum opens on Oct. 5, 2021 at 9 a.m. ET. | none | 2021-10-05T09:00-04:00
"""

TABLES = (YEARS, FORMS, RANGES, LISTS, WEEKDAYS, RELATIVE, LONG, HOLIDAYS, CLOCKS, NO_ANCHOR)
ROWS = [tuple(cell.strip() for cell in row.split("|")) for table in TABLES for row in table.strip().splitlines()]


@pytest.mark.parametrize(("text", "anchor", "expected"), ROWS, ids=[f"{text} ({day})" for text, day, _ in ROWS])
def test_days(text: str, anchor: str, expected: str) -> None:
    day = None if anchor == "none" else date.fromisoformat(anchor) if anchor else MONDAY
    assert (", ".join(told(when) for when in read(text, day)) or "none") == expected


def test_the_tables_are_as_long_as_they_should_be() -> None:
    assert len(ROWS) >= 200


# text | value
VALUES = """
from Sept 24 to 28 | 2021-09-24/2021-09-28
on Oct. 5 at 9:30 a.m. | 2021-10-05T09:30
on Oct. 5 from 9 to 11 a.m. ET | 2021-10-05T09:00/2021-10-05T11:00
next week | 2021-W40
this weekend | 2021-W39-WE
in October | 2021-10
June through August 2022 | 2022-06/2022-08
in the third quarter of 2019 | 2019-Q3
in the second half of 2019 | 2019-H2
next spring | 2022-SP
in winter 2021 | 2021-WI
in 2019 | 2019
from 2008 to 2010 | 2008/2010
in the 1990s | 199
"""


@pytest.mark.parametrize("row", VALUES.strip().splitlines())
def test_timex_values(row: str) -> None:
    text, value = row.split(" | ")
    assert [when.value for when in read(text)] == [value]


# text | known | inferred
PARTS = """
Sept. 24, 2021 | year month day |
Sept. 30 | month day | year
Friday, Oct. 1 | month day weekday | year
Friday | weekday | year month day
tomorrow | | year month day
October | month | year
Oct. 5 at 9 a.m. | month day time | year
Oct. 5 at 9 a.m. ET | month day time zone | year
Labor Day | holiday | year
in 2019 | year |
"""


@pytest.mark.parametrize("row", PARTS.strip().splitlines())
def test_what_is_written_and_what_is_inferred(row: str) -> None:
    text, known, inferred = (cell.strip() for cell in row.split("|"))
    (when,) = read(text)
    assert (" ".join(when.known), " ".join(when.inferred)) == (known, inferred)


@pytest.mark.parametrize(
    ("text", "open_end"),
    [
        ("The fair opens starting Oct. 4.", "from"),
        ("The fair is open beginning Oct. 4.", "from"),
        ("The fair runs until Nov. 5.", "until"),
        ("The fair runs through Nov. 5.", "until"),
        ("The fair is on Oct. 4.", None),
        ("The fair runs from Oct. 4 until Nov. 5.", None),
    ],
)
def test_half_open(text: str, open_end: str | None) -> None:
    assert [when.open for when in read(text)] == [open_end]


@pytest.mark.parametrize(
    ("text", "precision"),
    [
        ("Oct. 5", "day"), ("Oct. 5 at 9 a.m.", "day"), ("this weekend", "day"), ("next week", "week"),
        ("the week of Oct. 4", "week"), ("early June", "month"), ("June to August", "month"), ("Q3 2019", "quarter"),
        ("the first half of 2022", "half"), ("next spring", "season"), ("next year", "year"), ("the 1990s", "decade"),
    ],
)  # fmt: skip
def test_precision(text: str, precision: str) -> None:
    assert [when.precision for when in read(text)] == [precision]


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("The forum will be held on Oct. 5.", "event"),
        ("He said on Thursday that it works.", "speech"),
        ("The minister announced on Tuesday a plan.", "speech"),
        ("Register by Oct. 5.", "deadline"),
        ("The deadline is Oct. 5.", "deadline"),
        ("Sales rose in the third quarter of 2019.", "fiscal"),
        ("It lost money in the year ended Sept. 30.", "fiscal"),
        ("A replay is available until Oct. 12.", "replay"),
        ("The club was founded in 1999.", "background"),
        ("Sales rose in 1999.", "other"),
    ],
)
def test_roles(text: str, role: str) -> None:
    assert read(text)[-1].role == role


def test_the_dateline_has_its_role() -> None:
    text = "BEIJING, Sept. 27, 2021 -- The forum opened on Sept. 24."
    lay = layout(text, ENGLISH.abbreviations)
    anchor = Anchor(day=MONDAY, source="dateline", span=Span(start=0, end=26))
    assert [w.role for w in whens(expressions(lay, ENGLISH), anchor, lay, ENGLISH)] == ["dateline", "event"]


def test_a_weekday_that_contradicts_its_date_is_told_and_doubted() -> None:
    (when,) = read("The fair will be held on Tuesday, Oct. 1, 2021.")
    assert told(when) == "2021-10-01"
    assert when.doubt >= 0.4
    assert when.notes == ("the text says Tuesday, but 2021-10-01 is a Friday: the date is believed",)
    (agreeing,) = read("The fair will be held on Friday, Oct. 1, 2021.")
    assert (agreeing.doubt, agreeing.notes) == (0.0, ())


def test_an_hour_without_its_half_is_doubted() -> None:
    (guessed,) = read("The fair opens on Oct. 5 at 2:30.")
    assert told(guessed) == "2021-10-05T14:30"
    assert guessed.doubt > 0
    (sure,) = read("The fair opens on Oct. 5 at 14:30.")
    assert sure.doubt < guessed.doubt


def test_lists_share_a_group_and_others_have_none() -> None:
    groups = [when.group for when in read("Shows are on Oct. 3, 5 and 7. Talks follow on Oct. 9. More: Nov. 1 and 2.")]
    assert groups[0] == groups[1] == groups[2] > 0
    assert groups[3] == 0
    assert groups[4] == groups[5] not in (0, groups[0])


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("9 a.m. ET", "America/New_York"), ("9 a.m. Eastern Daylight Time", "America/New_York"),
        ("9 a.m. CST", "America/Chicago"), ("9 a.m. PT", "America/Los_Angeles"), ("15:00 UTC", "Etc/UTC"),
        ("9 a.m. BST", "Europe/London"), ("9 a.m. Beijing time", "Asia/Shanghai"),
        ("9 a.m. London time", "Europe/London"),
        ("9 a.m. GMT+8", "Etc/GMT-8"), ("9 a.m. (GMT+8)", "Etc/GMT-8"), ("9 a.m. UTC-5", "Etc/GMT+5"),
        ("9 a.m. GMT+5:30", "Asia/Kolkata"), ("9 a.m. UTC +0800", "Etc/GMT-8"), ("9 a.m. JST", "Asia/Tokyo"),
        ("15:00-17:00 GMT", "Etc/UTC"), ("15:00 GMT - 17:00 GMT", "Etc/UTC"), ("9 a.m.", None),
    ],
)  # fmt: skip
def test_zones(text: str, zone: str | None) -> None:
    assert [when.zone for when in read(f"Held on Oct. 5 at {text}")] == [zone]


def test_spans_are_of_the_text_and_in_its_order() -> None:
    text = "Talks on Oct. 3, 5 and 7 at noon ET; then next week, on Friday, or in early June 2022."
    found = read(text)
    assert [when.text for when in found] == [when.span.of(text) for when in found]
    assert all(a.span.end <= b.span.start for a, b in pairwise(found))


def test_inline_timex() -> None:
    text = 'The "A & B" fair opens on Oct. 5 at 9 a.m. ET.'
    assert inline(text, read(text), MONDAY) == (
        '<?xml version="1.0" encoding="UTF-8"?>\n<TimeML>\n'
        '<DCT><TIMEX3 tid="t0" type="DATE" value="2021-09-27" functionInDocument="CREATION_TIME">2021-09-27</TIMEX3>'
        "</DCT>\n"
        '<TEXT>The "A &amp; B" fair opens on '
        '<TIMEX3 tid="t1" type="TIME" value="2021-10-05T09:00">Oct. 5 at 9 a.m. ET</TIMEX3>.</TEXT>\n</TimeML>\n'
    )
