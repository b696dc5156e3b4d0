#!/usr/bin/env python3
"""Makes korean.pdf and russian.pdf, which extract_test reads; run by hand when they should change.

usage: make.py NanumMyeongjo.ttf DejaVuSerif.ttf

Needs WeasyPrint (made with 70.0). The fonts are those of Debian's fonts-nanum (SIL Open Font
License) and fonts-dejavu-core (Bitstream Vera licence); only the letters used are embedded. All
texts are invented. Each paragraph stands in a box that the style sheet fixes in points from the top
left corner, and worker_test.cc holds the same numbers: so the places are not checked
against what we read, but against where they were put.
"""
import sys
from pathlib import Path

from weasyprint import HTML
from weasyprint.text.fonts import FontConfiguration

PAGE = """<html lang="{language}"><head><title>{title}</title><meta name="author" content="{author}">
<meta name="dcterms.created" content="2025-08-12T06:30:00Z"><style>
@font-face {{ font-family: own; src: url(file://{font}) }}
@page {{ size: 595pt 842pt; margin: 0 }}
body {{ margin: 0; font: 12pt/18pt own }}
section {{ position: relative; width: 595pt; height: 842pt; break-after: page }}
section:last-child {{ break-after: auto }}
p, h1 {{ position: absolute; margin: 0; {more} }}
h1 {{ font: 20pt/30pt own }}
</style></head><body>{body}</body></html>"""

KOREAN = [
    [("h1", 72, 60, 440, "현장 조사 기록"),
     ("p", 72, 120, 250, "그는 하루에 18시간 일했다고 말했다. 노동자들은 여권을 빼앗겼고 밖으로 나갈 수 없었다. "
      "임금의 절반은 회사가 가져갔다고 한다."),
     ("p", 72, 300, 440, "한 방에서 스무 명이 잤다.")],
    [("p", 72, 80, 200, "쉬는 날은 일 년에 이틀뿐이었다. 관리자는 병든 노동자들도 현장으로 보냈다고 증언했다."),
     ("p", 330, 80, 200, "다른 현장의 관리자는 말이 없었다.")],
]
RUSSIAN = [
    [("h1", 72, 60, 440, "Запись беседы"),
     ("p", 72, 120, 210, "Рабочие жили в контейнерах за забором. Предприниматели забирали паспорта и "
      "удерживали заработную плату. Он сказал: «Мы работали по 16 часов в сутки»."),
     ("p", 72, 330, 440, "В комнате спали двадцать человек.")],
    [("p", 72, 80, 200, "Выходных было два в году. Бригадир г-н Ли Ч. запрещал выходить с территории."),
     ("p", 330, 80, 200, "То же самое рассказали на другой стройке.")],
]


def write(name, font, pages, **words):
    body = ""
    for page in pages:
        body += "<section>"
        for tag, left, top, width, text in page:
            body += f'<{tag} style="left:{left}pt;top:{top}pt;width:{width}pt">{text}</{tag}>'
        body += "</section>"
    html = PAGE.format(font=Path(font).resolve(), body=body, **words)
    target = Path(__file__).resolve().parent / name
    HTML(string=html).write_pdf(target, font_config=FontConfiguration())
    print(name, target.stat().st_size, "bytes")


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    write("korean.pdf", sys.argv[1], KOREAN, language="ko", title="현장 조사 기록", author="가상의 조사자",
          more="")
    write("russian.pdf", sys.argv[2], RUSSIAN, language="ru", title="Запись беседы",
          author="Вымышленный автор", more="hyphens: auto")


if __name__ == "__main__":
    main()
