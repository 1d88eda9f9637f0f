"""A small CIM repository in memory: instances of classes, found by path, by class or by a query."""

import functools
import json

from . import wql
from .errors import NOT_FOUND, wmi_error
from .native import threading

# The properties that name an instance; the first that it has is in its path.
KEYS = ("InstanceID", "Name", "DeviceID", "NodeID", "Key")


class Instance:
    """One CIM instance. Its properties are attributes of any case, and so are the methods of its class's provider."""

    def __init__(self, repository, class_name, values):
        self.__dict__.update(repository=repository, class_name=class_name, values=values)

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        for key, value in self.values.items():
            if key.lower() == name.lower():
                return value
        if method := getattr(self.repository.providers.get(self.class_name), name, None):
            return functools.partial(method, self)
        if name in self.repository.optional.get(self.class_name, ()):
            return None
        raise AttributeError(f"{self.class_name}.{name} is not emulated")

    def __setattr__(self, name, value):
        self.values[name] = value

    def path_(self):
        key = next((key for key in KEYS if key in self.values), None)
        relative = f'{self.class_name}.{key}="{self.values[key]}"' if key else f"{self.class_name}=@"
        return rf"\\{self.repository.host}\root\virtualization\v2:{relative}"

    def GetText_(self, _format):
        """An instance as text, in which it is handed to a method; only this package reads it."""
        return json.dumps([self.class_name, self.values])

    def associators(self, wmi_association_class=None, wmi_result_class=None):
        return self.repository.associators(self, wmi_association_class, wmi_result_class)

    def get(self, name):
        """A property, or None where the instance does not have it."""
        return self.values.get(name)

    @property
    def is_plain(self):
        """Whether it refers to no other instance, so that it can be written down."""
        return not any(isinstance(value, Instance) for value in self.values.values())

    def copy(self):
        values = json.loads(json.dumps(self.values)) if self.is_plain else self.values
        return Instance(self.repository, self.class_name, values)


class Repository:
    """Instances of classes. Who asks gets copies, as with WMI; writes go through the methods of a service."""

    def __init__(self, host):
        self.host = host
        self.lock = threading.RLock()
        self.providers = {}  # class: object whose methods are the class's
        self.dynamic = {}  # class in lower case: function that makes its instances anew at each question
        self.optional = {}  # class: properties that an instance may lack
        self.listeners = []  # (states, queue) of those that wait for events
        self.associators = lambda instance, association, result: []
        self._instances = {}

    def add(self, class_name, **values):
        instance = Instance(self, class_name, values)
        with self.lock:
            self._instances[wql.normal(instance.path_())] = instance
        return instance

    def transient(self, class_name, **values):
        """An instance that is not kept."""
        return Instance(self, class_name, values)

    def parse(self, text):
        """What GetText_ wrote."""
        class_name, values = json.loads(text)
        return Instance(self, class_name, values)

    def live(self, path):
        """The stored instance itself, for a service's own use."""
        try:
            return self._instances[wql.normal(path)]
        except KeyError:
            raise wmi_error(f"not found: {path}", NOT_FOUND) from None

    def remove(self, instance):
        with self.lock:
            self._instances.pop(wql.normal(instance.path_()), None)

    def all(self):
        with self.lock:
            return list(self._instances.values())

    def of(self, class_name, **where):
        """Stored or dynamic instances of a class with these properties."""
        if make := self.dynamic.get(class_name.lower()):
            found = make()
        else:
            found = [instance for instance in self.all() if instance.class_name.lower() == class_name.lower()]
        return [
            instance
            for instance in found
            if all(wql.normal(getattr(instance, name, None)) == wql.normal(value) for name, value in where.items())
        ]

    def query(self, text):
        class_name, matches = wql.parse(text)
        return [instance.copy() for instance in self.of(class_name) if matches(instance)]

    def emit(self, instance):
        """Tells listeners of a state that has changed."""
        for states, events in self.listeners:
            if not states or str(instance.EnabledState) in states:
                events.put(instance.copy())
