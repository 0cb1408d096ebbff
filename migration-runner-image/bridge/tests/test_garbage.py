"""What loading leaves to the search for garbage."""

import gc

import pytest

from stillhouse_bridge.garbage import loading


@pytest.fixture(autouse=True)
def _thaw():
    yield
    gc.unfreeze()
    gc.enable()


def test_what_was_loaded_is_not_searched_again():
    with loading():
        assert not gc.isenabled()
        loaded = [[]]

    assert gc.isenabled()
    assert not any(each is loaded for each in gc.get_objects())


def test_garbage_made_later_is_still_found():
    with loading():
        pass

    later = []
    later.append(later)
    identifier = id(later)
    assert any(id(each) == identifier for each in gc.get_objects())
    del later
    assert gc.collect() > 0


def test_a_project_that_switched_it_off_keeps_it_so():
    gc.disable()

    with loading():
        pass

    assert not gc.isenabled()


def test_after_a_failure_it_is_on_again():
    with pytest.raises(ValueError, match="broken"), loading():
        raise ValueError("broken")

    assert gc.isenabled()
