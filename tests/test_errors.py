import inspect

from forecast_kit import errors
from forecast_kit.errors import DataError, ForecastKitError, RowProblem


def test_the_first_twenty_rows_are_printed_and_the_rest_counted():
    rows = [RowProblem(line, "units", "is negative") for line in range(2, 27)]
    text = str(DataError("sales.csv was refused.", "Nothing was stored.", rows))
    assert text.count("is negative") == 20
    assert text.endswith("... and 5 more")


def test_a_problem_of_the_whole_file_names_no_line():
    assert str(RowProblem(0, "", "it is empty")) == "whole file: it is empty"


def test_every_error_is_in_the_drawing_and_descends_from_one():
    kinds = [kind for _, kind in inspect.getmembers(errors, inspect.isclass) if issubclass(kind, Exception)]
    assert all(issubclass(kind, ForecastKitError) for kind in kinds)
    assert all(kind.__name__ in (errors.__doc__ or "") for kind in kinds)
    assert sorted(errors.__all__) == list(errors.__all__)


def test_a_notebook_shows_the_sentence_and_no_traceback(capsys):
    from IPython.core.interactiveshell import InteractiveShell

    shell = InteractiveShell()
    shell.run_cell("from forecast_kit.errors import GateError\nraise GateError('Nobody is here.', 'Name who does.')")
    assert capsys.readouterr().out.strip() == "GateError: Nobody is here. Name who does."
