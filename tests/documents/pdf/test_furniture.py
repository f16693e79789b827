from counterpoise.documents.pdf.furniture import without_furniture
from counterpoise.documents.pdf.runs import PageRuns, Run


def run(text: str, left: float, bottom: float, size: float = 10) -> Run:
    start = int(1000 * (1000 - bottom) + left)
    return Run(
        text,
        start,
        start + len(text),
        left,
        bottom,
        left + 5 * len(text),
        bottom + size,
        size,
        False,
        False,
        False,
    )


def page(*runs: Run) -> PageRuns:
    return PageRuns(runs)


def texts(pages: list[PageRuns]) -> list[list[str]]:
    return [[each.text for each in kept.runs] for kept in without_furniture(pages, 10.0)]


def body(number: int) -> list[Run]:
    word = ("alliance", "commerce", "navigation", "passage", "transit", "customs")[number]
    return [run(f"The {word} of line {'abcdefgh'[n]}", 50, 700 - 12 * n) for n in range(8)]


def test_heads_and_feet_that_repeat_are_left_out() -> None:
    pages = [
        page(
            run("Annual report", 50, 780),
            run(f"{n + 7}", 400, 780),
            *body(n),
            run(f"Ministry, p. {n}", 50, 40),
        )
        for n in range(3)
    ]
    assert texts(pages) == [[each.text for each in body(n)] for n in range(3)]
    assert len(texts(pages[:2])[0]) == 11


def test_the_head_of_one_chapter_is_left_out_of_a_long_document() -> None:
    chapters = ["The first pact"] * 3 + ["The second pact"] * 3
    pages = [page(run(chapter, 50, 780), *body(n)) for n, chapter in enumerate(chapters)]
    blank = [page(*body(0)[:1], run(f"end {chr(97 + n)}", 90, 300)) for n in range(20)]
    assert all("pact" not in text for kept in texts(pages + blank) for text in kept)


def test_a_page_number_that_stands_on_few_pages_is_left_out() -> None:
    numbered = {0, 9, 18}
    pages = [page(*body(n % 6), *([run(str(n + 3), 300, 40)] if n in numbered else [])) for n in range(20)]
    assert all(not text.isdecimal() for kept in texts(pages) for text in kept)
    wrong = [
        page(*body(n % 6), *([run(str(n * n + 40), 300, 40)] if n in numbered else [])) for n in range(20)
    ]
    assert sum(text.isdecimal() for kept in texts(wrong) for text in kept) == 3


def test_a_chapter_heading_in_large_type_stays() -> None:
    pages = [page(run(f"Chapter {n}", 50, 780, 18), *body(n)) for n in range(3)]
    assert [kept[0] for kept in texts(pages)] == ["Chapter 0", "Chapter 1", "Chapter 2"]


def test_figures_in_the_first_rows_of_tables_stay() -> None:
    pages = [page(*(run(str(10 * n + k), 50 + 60 * k, 780) for k in range(4)), *body(n)) for n in range(3)]
    assert [len(kept) for kept in texts(pages)] == [12, 12, 12]


def test_numbers_of_lines_are_left_out_and_figures_of_a_list_stay() -> None:
    lines = [run(f"line {'abcdefghij'[n]}", 100, 700 - 20 * n) for n in range(10)]
    numbered = [run(str(n + 1), 50, 700 - 20 * n) for n in range(10)]
    assert texts([page(*lines, *numbered)]) == [[each.text for each in lines]]
    years = [run(str(1990 + 5 * n), 50, 700 - 20 * n) for n in range(10)]
    assert len(texts([page(*lines, *years)])[0]) == 20


def test_what_stands_up_the_margin_of_three_pages_is_left_out() -> None:
    stamp = run("Downloaded 2020", 20, 300)
    pages = [PageRuns(tuple(body(n)), (stamp,)) for n in range(3)]
    assert all(not kept.turned for kept in without_furniture(pages, 10.0))
    assert all(kept.turned for kept in without_furniture(pages[:2], 10.0))
